using System.Text;

namespace AgentCore.LiteLlm.Simulation;

/// <summary>Finds the file and the purpose in an upload form.</summary>
/// <param name="Purpose">What the file is for; empty where the form does not say.</param>
/// <param name="Content">The file's bytes.</param>
internal sealed record MultipartFile(string Purpose, ReadOnlyMemory<byte> Content)
{
    private const string BoundaryKey = "boundary=";

    /// <summary>Reads a form.</summary>
    /// <param name="contentType">The content type with the boundary.</param>
    /// <param name="body">The form.</param>
    /// <returns>The file; null when the form holds none.</returns>
    public static MultipartFile? Find(string? contentType, ReadOnlyMemory<byte> body)
    {
        int at = contentType?.IndexOf(BoundaryKey, StringComparison.OrdinalIgnoreCase) ?? -1;
        if (at < 0 || !contentType!.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        byte[] delimiter = Encoding.ASCII.GetBytes($"\r\n--{contentType[(at + BoundaryKey.Length)..].Split(';')[0].Trim().Trim('"')}");
        string purpose = "";
        ReadOnlyMemory<byte>? file = null;

        // The first delimiter has no line before it.
        int start = delimiter.Length - 2;
        while (start <= body.Length && body.Span[start..].IndexOf(delimiter) is >= 0 and int length)
        {
            (string head, ReadOnlyMemory<byte> content) = Split(body.Slice(start, length));
            purpose = head.Contains("name=\"purpose\"", StringComparison.OrdinalIgnoreCase) || head.Contains("name=purpose", StringComparison.OrdinalIgnoreCase)
                ? Encoding.UTF8.GetString(content.Span)
                : purpose;
            file = head.Contains("filename=", StringComparison.OrdinalIgnoreCase) ? content : file;
            start += length + delimiter.Length;
        }

        return file is { } found ? new MultipartFile(purpose, found) : null;
    }

    private static (string Head, ReadOnlyMemory<byte> Content) Split(ReadOnlyMemory<byte> part)
    {
        int end = part.Span.IndexOf("\r\n\r\n"u8);
        return end < 0 ? ("", default) : (Encoding.UTF8.GetString(part.Span[..end]), part[(end + 4)..]);
    }
}
