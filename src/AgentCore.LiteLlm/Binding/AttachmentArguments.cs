using System.Collections;
using System.Collections.Immutable;
using System.Management.Automation;
using AgentCore.LiteLlm.Attachments;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Pipeline;

namespace AgentCore.LiteLlm.Binding;

/// <summary>Turns what PowerShell binds into attachments: paths, addresses, bytes, or lists of these.</summary>
internal static class AttachmentArguments
{
    // What a request may carry at OpenAI.
    private const long MostInAll = 50L * 1024 * 1024;

    /// <summary>Reads the attachments.</summary>
    /// <param name="images">What was bound as pictures; null for none.</param>
    /// <param name="files">What was bound as documents; null for none.</param>
    /// <param name="paths">What finds files.</param>
    /// <param name="error">Why they cannot be attached.</param>
    /// <returns>The parts; none with an <paramref name="error"/>.</returns>
    public static ImmutableArray<ContentPart> Read(object? images, object? files, FilePaths paths, out ErrorRecord? error)
    {
        error = null;
        ImmutableArray<ContentPart>.Builder parts = ImmutableArray.CreateBuilder<ContentPart>();
        long size = 0;
        foreach ((object? bound, bool isImage) in new[] { (images, true), (files, false) })
        {
            foreach (object item in Flatten(bound))
            {
                try
                {
                    ContentPart part = ToPart(item, isImage, paths);
                    size += SizeOf(part);
                    parts.Add(
                        size <= MostInAll * 4 / 3
                            ? part
                            : throw new AttachmentException($"The attachments are larger than {MostInAll / 1024 / 1024} MiB in all."));
                }
                catch (AttachmentException e)
                {
                    error = ErrorRecords.AttachmentInvalid(e);
                    return [];
                }
                catch (FileException e)
                {
                    error = ErrorRecords.FileNotRead(FileRole.Attachment, e);
                    return [];
                }
            }
        }

        return parts.ToImmutable();
    }

    // Bytes are one attachment, however PowerShell wrapped them; any other list is several.
    private static IEnumerable<object> Flatten(object? value)
    {
        object? plain = PlainValue.Of(value);
        return plain switch
        {
            null => [],
            byte[] or string => [plain],
            IEnumerable list when list.Cast<object?>().All(i => PlainValue.Of(i) is byte) && list.Cast<object?>().Any() =>
                [list.Cast<object>().Select(i => (byte)PlainValue.Of(i)).ToArray()],
            IEnumerable list => list.Cast<object?>().SelectMany(Flatten),
            _ => [plain],
        };
    }

    private static ContentPart ToPart(object item, bool isImage, FilePaths paths) => item switch
    {
        byte[] data => isImage ? Attachment.Image(data, "The image") : Attachment.File(data, "document"),
        Uri address => AtUrl(address.OriginalString, isImage),
        string text when Attachment.IsUrl(text) => AtUrl(text, isImage),
        string path => AtPath(paths.Literal(path), isImage),
        FileInfo file => AtPath(file.FullName, isImage),
        _ => throw new AttachmentException($"An attachment is a path, an address or bytes, not {item.GetType().Name}."),
    };

    private static ContentPart AtUrl(string url, bool isImage) => isImage ? Attachment.ImageAt(url) : Attachment.FileAt(url);

    private static ContentPart AtPath(string path, bool isImage)
    {
        ReadOnlyMemory<byte> data = Attachment.Read(path);
        string name = Path.GetFileName(path);
        return isImage ? Attachment.Image(data.Span, name) : Attachment.File(data.Span, name);
    }

    private static long SizeOf(ContentPart part) => part switch
    {
        ContentPart.Image image => image.Url.Length,
        ContentPart.File file => file.Data?.Length ?? 0,
        ContentPart.Words words => words.Text.Length,
        _ => 0,
    };
}
