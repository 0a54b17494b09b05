using System.Buffers.Text;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using AgentCore.LiteLlm.Json;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Terminal;

namespace AgentCore.LiteLlm.ToolServers.Results;

/// <summary>Reads what a server's tool returned: text as it is, pictures for models that see them, a placeholder for everything else.</summary>
/// <param name="most">How many characters of text the model gets.</param>
/// <param name="seesImages">Whether the model may get pictures.</param>
/// <param name="redact">Takes out what no model gets: before anything is cut, since half a key is found no more.</param>
internal sealed class ResultReader(int most, bool seesImages, Func<string, string> redact)
{
    private const int MostImages = 10;
    private const int LargestImage = 20 * 1024 * 1024;
    private const int LongestName = 200;

    private static readonly string[] ImageTypes = ["image/png", "image/jpeg", "image/gif", "image/webp"];

    private readonly List<string> _parts = [];
    private readonly List<string> _images = [];

    /// <summary>Reads a result.</summary>
    /// <param name="result">What the server sent.</param>
    /// <returns>What the model is told.</returns>
    public ServerResult Read(JsonElement result)
    {
        if (result.FindText("resultType") == "input_required")
        {
            return new ServerResult("the server asks for input from a person, and nobody can be asked for a server.", IsError: true, []);
        }

        bool hasText = false;
        foreach (JsonElement block in result.Items("content"))
        {
            hasText |= block.FindText("type") == "text";
            _parts.Add(Describe(block));
        }

        string text = string.Join('\n', _parts);
        if (result.Find("structuredContent") is { } structured && !(hasText && MeansSame(text, structured)))
        {
            string json = structured.GetRawText();
            text = text.Length == 0 ? json : $"{text}\n{json}";
        }

        return new ServerResult(Cut(text), result.FindFlag("isError") == true, [.. _images]);
    }

    private string Describe(JsonElement block)
    {
        string kind = block.FindText("type") ?? "";
        switch (kind)
        {
            case "text":
                return block.FindText("text") ?? "";
            case "image":
                return DescribeImage(block);
            case "audio":
                return $"[audio: {Media(block)}{Size(block.FindText("data"))}; not shown]";
            case "resource_link":
                return $"[link: {Name(block.FindText("name"))}, {Name(block.FindText("uri"))}{Comma(block.FindText("mimeType"))}; not followed]";
            case "resource":
                JsonElement resource = block.FindObject("resource") ?? default;
                return resource.FindText("text") is { } text
                    ? $"[resource: {Name(resource.FindText("uri"))}]\n{text}"
                    : $"[resource: {Name(resource.FindText("uri"))}, {Media(resource)}{Size(resource.FindText("blob"))}; not shown]";
            default:
                return $"[content of the kind '{Name(kind)}'; not shown]";
        }
    }

    private string DescribeImage(JsonElement block)
    {
        string data = block.FindText("data") ?? "";
        string media = block.FindText("mimeType")?.ToLowerInvariant() ?? "";
        string shown = $"[image: {Media(block)}{Size(data)}";
        bool isImage = ImageTypes.Contains(media) && data.Length is > 0 and < LargestImage && Base64.IsValid(data);
        if (!isImage || !seesImages || _images.Count >= MostImages)
        {
            return $"{shown}; not shown]";
        }

        _images.Add($"data:{media};base64,{data}");
        return $"{shown}; it follows the results]";
    }

    // A server that speaks to older clients says the same twice, as it is or as the one member of an object.
    private static bool MeansSame(string text, JsonElement structured)
    {
        if (structured.ValueKind == JsonValueKind.Object && structured.EnumerateObject().Take(2).ToArray() is [{ Value.ValueKind: JsonValueKind.String } only]
            && ReceivedJson.TextOf(only.Value) == text)
        {
            return true;
        }

        if (text.Length == 0 || text.TrimStart() is not ['{' or '[' or '"' or 't' or 'f' or 'n' or '-' or (>= '0' and <= '9'), ..])
        {
            return false;
        }

        using JsonDocument? json = ReceivedJson.Find(Encoding.UTF8.GetBytes(text));
        return json is not null && CanonicalJson.Of(json.RootElement) == CanonicalJson.Of(structured);
    }

    // A key may begin in what is shown and end behind it; what lies farther is not looked at.
    private string Cut(string text)
    {
        string clean = redact(WholeCharacters.Cut(text, 2 * most));
        if (clean.Length <= most && text.Length <= 2 * most)
        {
            return clean;
        }

        string shown = WholeCharacters.Cut(clean, most);
        return string.Create(CultureInfo.InvariantCulture, $"{shown}…\n[The result was cut: {shown.Length} of {text.Length} characters are shown.]");
    }

    private static string Media(JsonElement block) => block.FindText("mimeType") is { Length: > 0 } media ? Name(media) : "of unknown type";

    private static string Comma(string? text) => string.IsNullOrEmpty(text) ? "" : $", {Name(text)}";

    private static string Size(string? base64) => base64 is null
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $", {(base64.Length * 3L / 4) + 512 >> 10} KiB");

    private static string Name(string? text) =>
        text is null ? "" : SecretShapes.ToLegible(text.Length > LongestName ? WholeCharacters.Cut(text, LongestName) + "…" : text);
}
