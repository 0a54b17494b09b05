using System.Text;
using System.Text.Json;
using AgentCore.LiteLlm.Json;

namespace AgentCore.LiteLlm.Failures.Bodies;

/// <summary>Reads errors out of bodies: every server puts them elsewhere, and gateways put the bodies of others into their messages.</summary>
internal static class ErrorBodyReader
{
    private static readonly string[] ErrorKeys = ["error", "errors"];

    // Where none of these is beside the choices, an answer is no error. Each piece of a stream is asked.
    private static readonly string[] TellingKeys = ["response", .. ErrorKeys, "object", "type", "status", "success", "base_resp"];

    private const int LongestText = 16 * 1024;

    /// <summary>Reads a body of any form: JSON, events, lines of JSON, a page, or text.</summary>
    /// <param name="body">The body, or its beginning.</param>
    /// <returns>The error; null when the body says nothing.</returns>
    public static ErrorBody? Read(ReadOnlyMemory<byte> body)
    {
        using JsonDocument? json = ReceivedJson.Find(body);
        if (json is not null)
        {
            ErrorFacts facts = new();
            return Find(json.RootElement) ?? ToBody(new ErrorWords(facts).Flatten(json.RootElement), null, null, facts);
        }

        string text = Encoding.UTF8.GetString(body.Span[..Math.Min(body.Length, LongestText)]).Trim('\uFEFF', ' ', '\t', '\r', '\n');
        return text switch
        {
            "" => null,
            _ when text[0] == '<' => MarkupText.Read(text),
            _ when FindInLines(text) is { } found => found,
            _ when text[0] is '{' or '[' => ToBody(CutJson.FindMessage(text), null, null, new ErrorFacts()),
            _ => OfText(text),
        };
    }

    /// <summary>Finds the error in a JSON body.</summary>
    /// <param name="root">The body.</param>
    /// <returns>The error, or null when the body is none.</returns>
    public static ErrorBody? Find(JsonElement root) => root.ValueKind switch
    {
        JsonValueKind.Array => root.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.Object).Select(Find).FirstOrDefault(b => b is not null),
        JsonValueKind.Object when IsPlainAnswer(root) => null,
        JsonValueKind.Object when JsonMembers.FindInAnySpelling(root, "response") is { } response && FindError(response) is not null => FindInObject(response),
        JsonValueKind.Object => FindInObject(root),
        _ => null,
    };

    private static bool IsPlainAnswer(JsonElement root)
    {
        bool hasChoices = false;
        foreach (JsonProperty member in root.EnumerateObject())
        {
            bool isOfAnswer = member.NameEquals("object") && member.Value.ValueKind == JsonValueKind.String
                && (member.Value.ValueEquals("chat.completion.chunk") || member.Value.ValueEquals("chat.completion"));
            foreach (string name in isOfAnswer ? [] : TellingKeys)
            {
                if (member.IsNamed(name))
                {
                    return false;
                }
            }

            hasChoices |= member.NameEquals("choices");
        }

        return hasChoices;
    }

    private static ErrorBody? FindInObject(JsonElement root)
    {
        JsonElement? error = FindError(root);
        bool hasFailed = error is not null || IsFlatError(root) || HasFailedStatus(root);
        if (!hasFailed && root.TryGetProperty("choices", out _))
        {
            return null;
        }

        ErrorFacts facts = new();
        ErrorWords words = new(facts);
        string? message = error is { } value ? ToMessage(root, value, words) : words.FindMessage(root) ?? (hasFailed ? words.Find(root) : null);
        if (message is null && !hasFailed)
        {
            return null;
        }

        facts.Note(root);
        JsonElement core = error switch
        {
            { ValueKind: JsonValueKind.Object } inner => inner,
            { ValueKind: JsonValueKind.Array } list when list[0].ValueKind == JsonValueKind.Object => list[0],
            _ => root,
        };
        return ToBody(message, FindType(core) ?? FindType(root), FindCode(core) ?? FindCode(root), facts);
    }

    // "error": "Bad Request" beside a message says less than the message; a list of errors beside one says more.
    private static string? ToMessage(JsonElement root, JsonElement error, ErrorWords words) => error.ValueKind switch
    {
        JsonValueKind.Object when JsonMembers.FindInAnySpelling(root, "errors") is null => words.Find(error) ?? words.FindMessage(root),
        JsonValueKind.Object or JsonValueKind.Array => ErrorWords.Join(" ", new[] { words.FindMessage(root), words.Find(error) }.Distinct()),
        _ => words.FindMessage(root) ?? words.Find(error),
    };

    private static ErrorBody? OfText(string text)
    {
        ErrorFacts facts = new();
        return ToBody(new ErrorWords(facts).OfText(text), null, null, facts);
    }

    // A stream that is refused may be refused in events; some servers write a line of JSON for each thing they say.
    private static ErrorBody? FindInLines(string text)
    {
        foreach (string line in text.Split('\n').Select(l => l.Trim()))
        {
            string value = line.StartsWith("data:", StringComparison.Ordinal) ? line[5..].Trim() : line;
            using JsonDocument? json = value.StartsWith('{') ? ReceivedJson.Find(Encoding.UTF8.GetBytes(value)) : null;
            if (json is not null && Find(json.RootElement) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static ErrorBody? ToBody(string? message, string? type, string? code, ErrorFacts facts) => message is null && type is null && code is null
        ? null
        : new ErrorBody(message, type, code)
        {
            Codes = [.. new[] { type, code }.OfType<string>().Concat(facts.Codes).Distinct()],
            Status = facts.Status,
            Parameter = facts.Parameter,
            Guardrail = facts.Guardrail,
            Wait = facts.Wait,
            IsUpstream = facts.IsUpstream,
        };

    private static string? FindType(JsonElement value) =>
        ErrorFacts.FindText(value, "type") ?? ErrorFacts.FindText(value, "status") ?? ErrorFacts.FindText(value, "error_type");

    private static string? FindCode(JsonElement value) =>
        ErrorFacts.FindText(value, "code") ?? ErrorFacts.FindText(value, "error_code") ?? ErrorFacts.FindText(value, "__type");

    // Some servers put an empty error beside a good answer.
    private static JsonElement? FindError(JsonElement value) =>
        ErrorKeys.Select(k => JsonMembers.FindInAnySpelling(value, k)).FirstOrDefault(e => e is { } found && !IsNothing(found));

    private static bool IsFlatError(JsonElement root) =>
        Is(root, "object", "error") || Is(root, "type", "error") || Is(root, "status", "failure")
        || JsonMembers.FindInAnySpelling(root, "success") is { ValueKind: JsonValueKind.False };

    // MiniMax answers 200, with a status of its own that is 0 when all is well.
    private static bool HasFailedStatus(JsonElement root) =>
        JsonMembers.FindInAnySpelling(root, "base_resp") is { } status && ErrorFacts.FindText(status, "status_code") is { } code && code != "0";

    private static bool Is(JsonElement value, string key, string expected) =>
        string.Equals(ErrorFacts.FindText(value, key), expected, StringComparison.OrdinalIgnoreCase);

    private static bool IsNothing(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.False or JsonValueKind.Null => true,
        JsonValueKind.String => ReceivedJson.TextOf(value).Length == 0,
        JsonValueKind.Object => !value.EnumerateObject().Any(),
        JsonValueKind.Array => value.GetArrayLength() == 0,
        _ => false,
    };
}
