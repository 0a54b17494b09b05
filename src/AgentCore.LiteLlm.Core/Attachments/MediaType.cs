using System.Text;

namespace AgentCore.LiteLlm.Attachments;

/// <summary>Tells what data is by how it begins, whatever its name says.</summary>
internal static class MediaType
{
    public const string Pdf = "application/pdf";
    public const string Text = "text/plain";

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly (string Ending, string Type)[] OfficeTypes =
    [
        (".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (".pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ];

    /// <summary>Finds the type of a picture: the four that models take.</summary>
    /// <returns>The type; null for anything else.</returns>
    public static string? FindImage(ReadOnlySpan<byte> data) =>
        data.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]) ? "image/png"
        : data.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? "image/jpeg"
        : data.StartsWith("GIF87a"u8) || data.StartsWith("GIF89a"u8) ? "image/gif"
        : data.Length >= 12 && data.StartsWith("RIFF"u8) && data[8..12].SequenceEqual("WEBP"u8) ? "image/webp"
        : null;

    /// <summary>Finds the type of a document.</summary>
    /// <param name="data">The data.</param>
    /// <param name="name">Its file name, which tells archives of Office apart.</param>
    /// <returns>The type; null for one that cannot be told.</returns>
    public static string? FindDocument(ReadOnlySpan<byte> data, string name)
    {
        // Some writers put a line or two before the header, as readers allow.
        if (data[..Math.Min(data.Length, 1024)].IndexOf("%PDF-"u8) >= 0)
        {
            return Pdf;
        }

        if (data.StartsWith("PK\u0003\u0004"u8))
        {
            return Array.Find(OfficeTypes, t => name.EndsWith(t.Ending, StringComparison.OrdinalIgnoreCase)).Type;
        }

        return FindText(data) is null ? null : Text;
    }

    /// <summary>Reads data as text.</summary>
    /// <returns>The text; null when the data is none.</returns>
    public static string? FindText(ReadOnlySpan<byte> data)
    {
        data = data.StartsWith("\uFEFF"u8) ? data[3..] : data;
        if (data.Contains((byte)0))
        {
            return null;
        }

        try
        {
            return Strict.GetString(data);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
