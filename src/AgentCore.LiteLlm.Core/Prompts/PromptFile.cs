using System.Text;
using AgentCore.LiteLlm.Files;

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
            return ToText(InputFile.Read(path, LongestPrompt).Span, out problem);
        }
        catch (FileException e)
        {
            problem = e.Reason;
            return null;
        }
    }

    private static string? ToText(ReadOnlySpan<byte> bytes, out string? problem)
    {
        bytes = bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
        problem = bytes.IsEmpty ? "is empty." : bytes.Contains((byte)0) ? "holds binary data." : null;
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
