using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Attachments;

/// <summary>Makes content parts of pictures and documents. What an address leads to is never fetched here: the endpoint does that.</summary>
internal static class Attachment
{
    /// <summary>How large an attachment may be: 20 MiB, more than endpoints take.</summary>
    public const int MostBytes = 20 * 1024 * 1024;

    /// <summary>Makes a picture of its data.</summary>
    /// <param name="data">A PNG, JPEG, GIF or WebP image.</param>
    /// <param name="name">What messages call it.</param>
    /// <returns>The part.</returns>
    /// <exception cref="AttachmentException">It is no such image, or too large.</exception>
    public static ContentPart Image(ReadOnlySpan<byte> data, string name)
    {
        CheckSize(data.Length, name);
        string type = MediaType.FindImage(data)
            ?? throw new AttachmentException($"{name} is no image that models take: PNG, JPEG, GIF or WebP, told by how the data begins.");
        return new ContentPart.Image(ToDataUrl(type, data));
    }

    /// <summary>Makes a document of its data; text becomes text, which every model reads.</summary>
    /// <param name="data">A PDF, UTF-8 text, or an Office document.</param>
    /// <param name="name">Its file name.</param>
    /// <returns>The part.</returns>
    /// <exception cref="AttachmentException">It is no such document, or too large.</exception>
    public static ContentPart File(ReadOnlySpan<byte> data, string name)
    {
        CheckSize(data.Length, name);
        string type = MediaType.FindDocument(data, name)
            ?? throw (MediaType.FindImage(data) is null
                ? new AttachmentException($"{name} is no document that models take: PDF, UTF-8 text, .docx, .xlsx or .pptx, told by how the data begins.")
                : new AttachmentException($"{name} is an image: attach it as one.") { IsImage = true });
        return type == MediaType.Text ? new ContentPart.Words($"{name}:\n{MediaType.FindText(data)}") : new ContentPart.File(name, ToDataUrl(type, data), null);
    }

    /// <summary>Makes a picture of an address, or of a <c>data:</c> URL.</summary>
    /// <param name="url">The address.</param>
    /// <returns>The part.</returns>
    /// <exception cref="AttachmentException">It is no address that can be passed on.</exception>
    public static ContentPart ImageAt(string url) => FindData(url) is { } data ? Image(data, "the data: URL") : new ContentPart.Image(ToAddress(url));

    /// <summary>Makes a document of an address, which LiteLLM's proxy takes as the file's id, or of a <c>data:</c> URL.</summary>
    /// <param name="url">The address.</param>
    /// <returns>The part.</returns>
    /// <exception cref="AttachmentException">It is no address that can be passed on.</exception>
    public static ContentPart FileAt(string url) => FindData(url) is { } data ? File(data, "document.pdf") : new ContentPart.File(null, null, ToAddress(url));

    /// <summary>Says whether text is an address rather than a path.</summary>
    /// <param name="text">The text.</param>
    /// <returns>True when it is.</returns>
    public static bool IsUrl(string text) =>
        text.StartsWith("data:", StringComparison.OrdinalIgnoreCase)
            || (text.Contains("://", StringComparison.Ordinal) && text.IndexOf("://", StringComparison.Ordinal) < 10);

    /// <summary>Reads a file that is to be attached.</summary>
    /// <param name="path">Its full path.</param>
    /// <returns>Its data.</returns>
    /// <exception cref="FileException">It is not there, is no file, or cannot be read.</exception>
    public static ReadOnlyMemory<byte> Read(string path) => InputFile.ReadHead(path, MostBytes + 1);

    private static void CheckSize(long length, string name)
    {
        if (length == 0)
        {
            throw new AttachmentException($"{name} is empty.");
        }

        if (length > MostBytes)
        {
            throw new AttachmentException($"{name} is larger than {MostBytes / 1024 / 1024} MiB.");
        }
    }

    private static string ToDataUrl(string type, ReadOnlySpan<byte> data) => $"data:{type};base64,{Convert.ToBase64String(data)}";

    private static byte[]? FindData(string url)
    {
        if (!url.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        int comma = url.IndexOf(',', StringComparison.Ordinal);
        string data = comma < 0 ? "" : url[(comma + 1)..];
        byte[] bytes = new byte[data.Length];
        return url[..Math.Max(0, comma)].EndsWith(";base64", StringComparison.OrdinalIgnoreCase) && Convert.TryFromBase64String(data, bytes, out int length)
            ? bytes[..length]
            : throw new AttachmentException("The data: URL holds no base64.");
    }

    private static string ToAddress(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https") || address.Host.Length == 0)
        {
            throw new AttachmentException("An attachment's address begins with http:// or https://, or is a data: URL.");
        }

        if (address.UserInfo.Length > 0 || SecretShapes.Mask(url) != url)
        {
            throw new AttachmentException("The attachment's address holds what looks like a password or a key, which would go to the endpoint.");
        }

        return address.AbsoluteUri;
    }
}
