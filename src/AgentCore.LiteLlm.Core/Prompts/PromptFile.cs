using System.Text;

namespace AgentCore.LiteLlm.Prompts;

/// <summary>A file that may hold a prompt.</summary>
internal static class PromptFile
{
    private const int LongestPrompt = 1024 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads the text of a file.</summary>
    /// <param name="path">Its full path.</param>
    /// <param name="problem">Why it holds no prompt; null when it does.</param>
    /// <returns>The text, or null with a <paramref name="problem"/>.</returns>
    public static string? Read(string path, out string? problem)
    {
        try
        {
            FileInfo file = new(path);
            long length = file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target ? target.Length : file.Length;

            // A pipe or a device has no length either, and opening it could wait for ever.
            problem = length == 0 ? "is empty, or no plain file." : length > LongestPrompt ? "is larger than 1 MiB." : null;
            return problem is null ? ToText(ReadBytes(path, (int)length), out problem) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problem = "cannot be read.";
            return null;
        }
    }

    private static ReadOnlySpan<byte> ReadBytes(string path, int length)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
        byte[] bytes = new byte[length];
        return bytes.AsSpan(0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
    }

    private static string? ToText(ReadOnlySpan<byte> bytes, out string? problem)
    {
        bytes = bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
        problem = bytes.Contains((byte)0) ? "holds binary data." : null;
        try
        {
            string? text = problem is null ? Strict.GetString(bytes) : null;
            problem ??= string.IsNullOrWhiteSpace(text) ? "is blank." : null;
            return problem is null ? text : null;
        }
        catch (DecoderFallbackException)
        {
            problem = "is not UTF-8.";
            return null;
        }
    }
}
