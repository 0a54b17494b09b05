using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Json;

namespace AgentCore.LiteLlm.Cassettes;

/// <summary>Reads cassettes that a person may have edited: what is wrong is said with its place.</summary>
internal static class CassetteReader
{
    private const int MostLevels = 1000;

    /// <summary>Reads a cassette.</summary>
    /// <param name="utf8">The file's bytes.</param>
    /// <param name="path">The file, for messages.</param>
    /// <returns>The interactions, in the order in which they were recorded.</returns>
    /// <exception cref="FileException">The bytes are no cassette of this version.</exception>
    public static ImmutableArray<Interaction> Read(ReadOnlyMemory<byte> utf8, string path)
    {
        try
        {
            ReadOnlyMemory<byte> bytes = utf8.Span.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8;
            if (!Utf8.IsValid(bytes.Span))
            {
                throw new FileException(path, FileProblem.NotText, "is no cassette: it is not text in UTF-8.");
            }

            JsonDocumentOptions options = new() { MaxDepth = MostLevels, CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
            using JsonDocument json = JsonDocument.Parse(bytes, options);

            // To look such a name up would throw, here or when a request is compared.
            return ReceivedJson.HasBrokenName(bytes.Span, MostLevels)
                ? throw new FormatException("the name of a member holds half a character.")
                : ReadRoot(json.RootElement);
        }
        catch (JsonException e)
        {
            string place = $"line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}";
            throw new FileException(path, FileProblem.Malformed, $"is no cassette: it is no JSON ({place}).", e);
        }
        catch (FormatException e)
        {
            throw new FileException(path, FileProblem.Malformed, $"is no cassette that can be played: {e.Message}", e);
        }
    }

    private static ImmutableArray<Interaction> ReadRoot(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || Text(root, "format", "") != CassetteFile.Format)
        {
            throw new FormatException($"it does not say \"format\": \"{CassetteFile.Format}\".");
        }

        int version = Number(root, "version", "");
        if (version != CassetteFile.Version)
        {
            throw new FormatException(
                $"it is of version {version.ToString(CultureInfo.InvariantCulture)}, and this module plays version {CassetteFile.Version}.");
        }

        return [
            .. Get(root, "interactions", JsonValueKind.Array, "").EnumerateArray().Select((item, index) => ReadInteraction(item, $"/interactions/{index}")),
        ];
    }

    private static Interaction ReadInteraction(JsonElement item, string place)
    {
        JsonElement request = Get(item, "request", JsonValueKind.Object, place);
        RecordedRequest read = new(
            Text(request, "method", place + "/request"),
            Text(request, "path", place + "/request"),
            request.TryGetProperty("body", out JsonElement body) ? body.Clone() : null);
        string take = item.FindText("take") ?? "";
        if (item.TryGetProperty("fault", out _))
        {
            JsonElement fault = Get(item, "fault", JsonValueKind.Object, place);
            return new Interaction(take, read, new RecordedAnswer.Fault(Text(fault, "error", place + "/fault"), Text(fault, "message", place + "/fault")));
        }

        return new Interaction(take, read, ReadResponse(Get(item, "response", JsonValueKind.Object, place), place + "/response"));
    }

    private static RecordedAnswer.Response ReadResponse(JsonElement response, string place)
    {
        int status = Number(response, "status", place);
        if (status is < 100 or > 599)
        {
            throw new FormatException($"{place}/status is no HTTP status.");
        }

        ImmutableArray<KeyValuePair<string, string>> headers = [.. Get(response, "headers", JsonValueKind.Object, place).EnumerateObject()
            .Select(
                h => h.Value.ValueKind == JsonValueKind.String && !ReceivedJson.TextOf(h.Value).Any(char.IsControl)
                    ? KeyValuePair.Create(h.Name, ReceivedJson.TextOf(h.Value))
                    : throw new FormatException($"{place}/headers holds a value that is no text of one line."))];
        bool isCut = response.FindFlag("cut") == true;
        return new RecordedAnswer.Response(status, headers, ReadChunks(response, place), isCut);
    }

    private static ImmutableArray<string> ReadChunks(JsonElement response, string place)
    {
        if (response.TryGetProperty("json", out JsonElement whole))
        {
            return [whole.GetRawText()];
        }

        return [.. Get(response, "chunks", JsonValueKind.Array, place).EnumerateArray()
            .Select(
                c => c.ValueKind == JsonValueKind.String
                    ? ReceivedJson.TextOf(c)
                    : throw new FormatException($"{place}/chunks holds something that is no text."))];
    }

    private static JsonElement Get(JsonElement value, string name, JsonValueKind kind, string place) =>
        value.Find(name) is { } found && found.ValueKind == kind
            ? found
            : throw new FormatException($"{place}/{name} is missing or not {Describe(kind)}.");

    private static string Describe(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "an object",
        JsonValueKind.Number => "a number",
        _ => "text",
    };

    private static string Text(JsonElement value, string name, string place) => ReceivedJson.TextOf(Get(value, name, JsonValueKind.String, place));

    private static int Number(JsonElement value, string name, string place) =>
        Get(value, name, JsonValueKind.Number, place).TryGetInt32(out int number) ? number : throw new FormatException($"{place}/{name} is no whole number.");
}
