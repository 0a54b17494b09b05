using System.Text.Json;
using AgentCore.LiteLlm.Json;

namespace AgentCore.LiteLlm.Failures.Bodies;

/// <summary>Reads the words of an error out of JSON, without the marks of JSON.</summary>
/// <param name="facts">Takes note of what else is said on the way.</param>
internal sealed class ErrorWords(ErrorFacts facts)
{
    // A body within a body within a body; nobody means more.
    private const int Deepest = 8;

    // More objects, lists and texts than any error has; a body of a hundred thousand is read no further.
    private const int MostValues = 256;


    // In the order of what says most: a title only repeats the status.
    private static readonly string[] MessageKeys =
    [
        "message", "msg", "detail", "error_description", "error_message", "error_msg", "status_msg", "html-message", "description", "title",
    ];

    // Where the words of whoever stands behind may be.
    private static readonly string[] InnerKeys = ["error", "errors", "innererror", "inner_error", "metadata", "cause", "base_resp"];

    private int _left = MostValues;

    /// <summary>Finds the words of a body, however deep they are.</summary>
    public string? Find(JsonElement value) => Find(value, Deepest);

    /// <summary>Finds the message that stands in an object itself.</summary>
    public string? FindMessage(JsonElement value) => FindMessage(value, Deepest);

    /// <summary>Finds the words of a text, which may hold a body.</summary>
    public string? OfText(string text) => OfText(text, Deepest);

    /// <summary>Writes a value that has no message as words: names and values.</summary>
    public string? Flatten(JsonElement value) => Flatten(value, Deepest);

    /// <summary>Puts parts together; null when none says anything.</summary>
    public static string? Join(string separator, IEnumerable<string?> parts) =>
        string.Join(separator, parts.Where(p => !string.IsNullOrEmpty(p))) is { Length: > 0 } text ? text : null;

    // True where the value may still be read. What repeats its parts, and parts of parts, is read until the number is used up.
    private bool MayRead(int depth) => depth > 0 && _left-- > 0;

    private string? Flatten(JsonElement value, int depth) => value.ValueKind switch
    {
        _ when !MayRead(depth) => null,
        JsonValueKind.Object => Join(
            "; ", TakeReadable(value.EnumerateObject()).Select(p => Flatten(p.Value, depth - 1) is { } inner ? $"{p.Name}: {inner}" : null)),
        JsonValueKind.Array => Join(", ", TakeReadable(value.EnumerateArray()).Select(e => Flatten(e, depth - 1))),
        JsonValueKind.String => ReceivedJson.TextOf(value) is { Length: > 0 } text ? text : null,
        JsonValueKind.Number or JsonValueKind.True => value.GetRawText(),
        _ => null,
    };

    private IEnumerable<T> TakeReadable<T>(IEnumerable<T> parts) => parts.TakeWhile(_ => _left > 0);

    private string? Find(JsonElement value, int depth) => value.ValueKind switch
    {
        _ when !MayRead(depth) => null,
        JsonValueKind.String => ReceivedJson.TextOf(value) is { Length: > 0 } text && text != "None" ? OfText(text, depth - 1) : null,
        JsonValueKind.Array => Join("; ", TakeReadable(value.EnumerateArray()).Select(e => Find(e, depth - 1))),
        JsonValueKind.Object => OfObject(value, depth - 1),
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };

    private string? FindMessage(JsonElement value, int depth)
    {
        foreach (string key in MessageKeys)
        {
            if (JsonMembers.FindInAnySpelling(value, key) is { } found && Find(found, depth) is { Length: > 0 } words)
            {
                return words;
            }
        }

        return null;
    }

    private string? OfObject(JsonElement value, int depth)
    {
        facts.Note(value);
        string? words = Join(": ", [FindMessage(value, depth), OfParameter(value)]);
        foreach (string key in InnerKeys)
        {
            if (JsonMembers.FindInAnySpelling(value, key) is { } inner)
            {
                words = Combine(words, key == "errors" ? Find(inner, depth) : OfInner(inner, depth));
            }
        }

        words = AddGuardrail(words, value, depth) ?? OfNested(value, depth) ?? Flatten(value, depth);
        return words is null ? null : WithPlace(value, words);
    }

    // Some write a sentence where a name belongs.
    private static string? OfParameter(JsonElement value) =>
        ErrorFacts.FindText(value, "param") is { } text && text.Contains(' ', StringComparison.Ordinal) ? text : null;

    // OpenRouter puts what its provider said into metadata.raw, beside much that is about the request.
    private string? OfInner(JsonElement inner, int depth)
    {
        JsonElement? raw = JsonMembers.FindInAnySpelling(inner, "raw");
        if (raw is null && (inner.ValueKind != JsonValueKind.Object || HasMessage(inner)))
        {
            return Find(inner, depth);
        }

        facts.Note(inner);
        facts.IsUpstream |= raw is not null;
        return raw is { } passed ? Find(passed, depth) : null;
    }

    private static bool HasMessage(JsonElement value) => MessageKeys.Concat(InnerKeys).Any(k => JsonMembers.FindInAnySpelling(value, k) is not null);

    // LiteLLM names a guardrail by the member that holds its answer: 'lakera_guardrail_response'.
    private string? AddGuardrail(string? words, JsonElement value, int depth)
    {
        foreach (JsonProperty answer in value.EnumerateObject().Where(p => p.Name.EndsWith("_response", StringComparison.Ordinal)))
        {
            facts.Guardrail ??= answer.Name.Replace("_guardrail_response", "", StringComparison.Ordinal).Replace("_response", "", StringComparison.Ordinal);
            words = answer.Value.ValueKind == JsonValueKind.String ? Combine(words, Find(answer.Value, depth)) : words;
        }

        foreach (JsonProperty fields in value.EnumerateObject().Where(p => p.Name is "provider_specific_fields" && p.Value.ValueKind == JsonValueKind.Object))
        {
            facts.Note(fields.Value);
        }

        return words;
    }

    // A member of another name that holds an object with a message.
    private string? OfNested(JsonElement value, int depth) => depth <= 0 ? null : TakeReadable(value.EnumerateObject())
        .Where(p => p.Value.ValueKind == JsonValueKind.Object && MessageKeys.Any(k => JsonMembers.FindInAnySpelling(p.Value, k) is not null))
        .Select(p => Find(p.Value, depth))
        .FirstOrDefault(w => w is not null);

    private string? OfText(string text, int depth)
    {
        using EmbeddedBody? body = depth > 0 ? EmbeddedBody.Find(text) : null;
        if (body is null || Find(body.Json.RootElement, depth) is not { } words)
        {
            return text;
        }

        facts.IsUpstream |= body.Start > 0;
        return $"{text[..body.Start]}{words}{text[body.End..]}".Trim();
    }

    private string WithPlace(JsonElement value, string words)
    {
        if (JsonMembers.FindInAnySpelling(value, "loc") is not { ValueKind: JsonValueKind.Array } place)
        {
            return words;
        }

        string path = string.Join('.', place.EnumerateArray().Select(e => e.ValueKind == JsonValueKind.String ? ReceivedJson.TextOf(e) : e.GetRawText()));
        facts.Parameter ??= path.StartsWith("body.", StringComparison.Ordinal) ? path[5..] : null;
        return $"{path}: {words}";
    }

    private static string? Combine(string? words, string? more) =>
        words is null ? more : more is null || words.Contains(more, StringComparison.Ordinal) ? words : $"{words.TrimEnd('.', ':', ' ')}: {more}";
}
