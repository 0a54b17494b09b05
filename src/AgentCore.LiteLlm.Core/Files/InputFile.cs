using System.Text;

namespace AgentCore.LiteLlm.Files;

/// <summary>The one way to read a file that a user names: whole, in bounded size, and never waiting for what is no file.</summary>
internal static class InputFile
{
    private const int UnknownLength = 4096;

    /// <summary>Reads a file whole.</summary>
    /// <param name="path">The file.</param>
    /// <param name="most">The most bytes it may have.</param>
    /// <returns>The bytes.</returns>
    /// <exception cref="FileException">It is not there, is no file, is larger, or cannot be read.</exception>
    public static ReadOnlyMemory<byte> Read(string path, int most)
    {
        // One byte beyond the limit is enough to refuse; the rest of a huge file is not worth reading.
        ReadOnlyMemory<byte> bytes = ReadHead(path, most + 1);
        return bytes.Length <= most
            ? bytes
            : throw new FileException(path, FileProblem.TooLarge, $"is larger than {most >> 20} MiB, which no such file needs to be.");
    }

    /// <summary>Opens a file that is read piece by piece.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The file, at its start.</returns>
    /// <exception cref="FileException">It is not there, is no file, or cannot be read.</exception>
    public static FileStream Open(string path)
    {
        try
        {
            RegularFile.IsAt(path);
            return RegularFile.Check(path, new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0));
        }
        catch (Exception e) when (FileException.IsAbout(e))
        {
            throw FileException.Of(path, e);
        }
    }

    /// <summary>Reads how a file begins.</summary>
    /// <param name="path">The file.</param>
    /// <param name="most">The most bytes to read.</param>
    /// <returns>The bytes; all of them where the file has no more.</returns>
    /// <exception cref="FileException">It is not there, is no file, or cannot be read.</exception>
    public static ReadOnlyMemory<byte> ReadHead(string path, int most)
    {
        try
        {
            using FileStream stream = Open(path);

            // The length is only where to begin: files of /proc have none, and others grow while they are read.
            long length = stream.Length;
            byte[] bytes = new byte[Math.Min(length > 0 ? length + 1 : UnknownLength, most)];
            int read = 0;
            while (true)
            {
                read += stream.ReadAtLeast(bytes.AsSpan(read), bytes.Length - read, throwOnEndOfStream: false);
                if (read < bytes.Length || read == most)
                {
                    return bytes.AsMemory(0, read);
                }

                Array.Resize(ref bytes, (int)Math.Min(2L * bytes.Length, most));
            }
        }
        catch (Exception e) when (FileException.IsAbout(e))
        {
            throw FileException.Of(path, e);
        }
    }

    /// <summary>Reads a file as text in UTF-8, or as its mark says.</summary>
    /// <param name="path">The file.</param>
    /// <param name="most">The most bytes it may have.</param>
    /// <returns>The text, without its mark.</returns>
    /// <exception cref="FileException">It is not there, is no file, is larger, is no text, or cannot be read.</exception>
    public static string ReadText(string path, int most)
    {
        // PowerShell 5.1 writes UTF-16 with a mark when it redirects.
        using MemoryStream bytes = new(Read(path, most).ToArray());
        using StreamReader reader = new(bytes, new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: true);
        try
        {
            string text = reader.ReadToEnd();
            return text.Contains('\0', StringComparison.Ordinal) ? throw new FileException(path, FileProblem.NotText, "is not text.") : text;
        }
        catch (DecoderFallbackException e)
        {
            throw new FileException(path, FileProblem.NotText, "is not text in UTF-8.", e);
        }
    }
}
