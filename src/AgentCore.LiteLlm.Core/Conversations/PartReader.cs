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
        JsonMembers.Find(message, "parts") is { ValueKind: JsonValueKind.Array } list ? Read(list, path + ".parts") : [];

    private static ContentPart? FindPart(JsonElement part)
    {
        if (JsonMembers.Find(part, "image_url") is { } image)
        {
            return (image.ValueKind == JsonValueKind.String ? image.GetString() : JsonMembers.FindText(image, "url")) is { } url ? new ContentPart.Image(url) : null;
        }

        if (JsonMembers.FindText(part, "text") is { } text)
        {
            return new ContentPart.Words(text);
        }

        if (JsonMembers.FindText(part, "url") is { } plain)
        {
            return new ContentPart.Image(plain);
        }

        JsonElement file = JsonMembers.Find(part, "file") ?? part;
        string? data = JsonMembers.FindText(file, "file_data") ?? JsonMembers.FindText(file, "data");
        string? id = JsonMembers.FindText(file, "file_id") ?? JsonMembers.FindText(file, "id");
        return data is null && id is null ? null : new ContentPart.File(JsonMembers.FindText(file, "filename") ?? JsonMembers.FindText(file, "name"), data, id);
    }
}
