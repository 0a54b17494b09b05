using System.Collections.Immutable;
using System.Text.Json;
using AgentCore.LiteLlm.Json;
using AgentCore.LiteLlm.Messages;

namespace AgentCore.LiteLlm.Conversations;

/// <summary>Reads what a message holds beside its text.</summary>
/// <param name="report">Takes what is wrong: a path and a sentence.</param>
internal sealed class PartReader(Action<string, string> report)
{
    /// <summary>Reads the content of a message that is a list.</summary>
    public ImmutableArray<ContentPart> Read(JsonElement list, string path)
    {
        ImmutableArray<ContentPart>.Builder parts = ImmutableArray.CreateBuilder<ContentPart>();
        int index = 0;
        foreach (JsonElement part in list.EnumerateArray())
        {
            string place = $"{path}[{index++}]";
            if (FindPart(part) is { } known)
            {
                parts.Add(known);
            }
            else
            {
                report(place, "this is no part that is known: text, image_url or file.");
            }
        }

        return parts.ToImmutable();
    }

    /// <summary>Reads the parts that ConvertTo-Json writes beside the text.</summary>
    public ImmutableArray<ContentPart> ReadAdded(JsonElement message, string path) =>
        message.FindInAnySpelling("parts") is { ValueKind: JsonValueKind.Array } list ? Read(list, path + ".parts") : [];

    private static ContentPart? FindPart(JsonElement part)
    {
        if (part.FindInAnySpelling("image_url") is { } image)
        {
            return (image.ValueKind == JsonValueKind.String ? image.GetString() : image.FindTextInAnySpelling("url")) is { } url
                ? new ContentPart.Image(url)
                : null;
        }

        if (part.FindTextInAnySpelling("text") is { } text)
        {
            return new ContentPart.Words(text);
        }

        if (part.FindTextInAnySpelling("url") is { } plain)
        {
            return new ContentPart.Image(plain);
        }

        JsonElement file = part.FindInAnySpelling("file") ?? part;
        string? data = file.FindTextInAnySpelling("file_data") ?? file.FindTextInAnySpelling("data");
        string? id = file.FindTextInAnySpelling("file_id") ?? file.FindTextInAnySpelling("id");
        return data is null && id is null ? null : new ContentPart.File(file.FindTextInAnySpelling("filename") ?? file.FindTextInAnySpelling("name"), data, id);
    }
}
