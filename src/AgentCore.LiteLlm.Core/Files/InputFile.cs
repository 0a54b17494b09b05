using System.Text;

namespace AgentCore.LiteLlm.Files;

/// <summary>Files that users name: read whole, in bounded size, and never waiting for what is no file.</summary>
internal static class InputFile
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="most">The most bytes it may have.</param>
    /// <returns>The bytes; one more than <paramref name="most"/> when the file is larger.</returns>
    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a folder.</exception>
    public static ReadOnlyMemory<byte> Read(string path, int most)
    {
        // Pipes and devices have no length, as empty files: opening the one could wait for ever, and reading the other never end.
        FileInfo file = new(path);
        if ((file.ResolveLinkTarget(returnFinalTarget: true) ?? file) is FileInfo { Exists: true, Length: 0 })
        {
            return default;
        }

        // One byte beyond the limit is enough to refuse; the rest of a huge file is not worth reading.
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
        byte[] bytes = new byte[Math.Min(stream.Length, most) + 1];
        return bytes.AsMemory(0, stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
    }

    /// <summary>Reads a file as text in UTF-8, or as its mark says.</summary>
    /// <param name="path">The file.</param>
    /// <param name="most">The most bytes it may have.</param>
    /// <param name="problem">Why there is no text; null when there is.</param>
    /// <returns>The text, or null with a <paramref name="problem"/>.</returns>
    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a folder.</exception>
    public static string? ReadText(string path, int most, out string? problem)
    {
        ReadOnlyMemory<byte> bytes = Read(path, most);
        if (bytes.Length > most)
        {
            problem = $"The file is larger than {most >> 20} MiB, which no such file needs to be.";
            return null;
        }

        // PowerShell 5.1 writes UTF-16 with a mark when it redirects.
        using StreamReader reader = new(new MemoryStream(bytes.ToArray()), new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: true);
        try
        {
            string text = reader.ReadToEnd();
            problem = text.Contains('\0', StringComparison.Ordinal) ? "The file is not text." : null;
            return problem is null ? text : null;
        }
        catch (DecoderFallbackException)
        {
            problem = "The file is not text in UTF-8.";
            return null;
        }
    }
}
