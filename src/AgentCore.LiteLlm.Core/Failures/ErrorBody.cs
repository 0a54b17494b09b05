using System.Globalization;
using System.Text.Json;
using AgentCore.LiteLlm.Json;

namespace AgentCore.LiteLlm.Failures;

/// <summary>What an endpoint said of its error, whichever of the known shapes it used.</summary>
/// <param name="Message">The message; null when there was none.</param>
/// <param name="Type">The error type; null when there was none.</param>
/// <param name="Code">The error code as text, though some endpoints send a number.</param>
internal sealed record ErrorBody(string? Message, string? Type, string? Code)
{
    private static readonly string[] MessageKeys = ["message", "msg", "detail", "error_description", "html-message", "title"];

    /// <summary>Finds the error in a JSON body: OpenAI's and LiteLLM's object, vLLM's flat one, a bare string, <c>detail</c>, Portkey's <c>status: failure</c>.</summary>
    /// <param name="root">The body.</param>
    /// <returns>The error, or null when the body is none.</returns>
    public static ErrorBody? Find(JsonElement root)
    {
        // Google's compatible endpoint wraps its error in an array of one.
        if (root.ValueKind == JsonValueKind.Array && root.GetArrayLength() == 1)
        {
            root = root[0];
        }

        if (root.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (root.TryGetProperty("error", out JsonElement error) && !IsNothing(error))
        {
            return error.ValueKind == JsonValueKind.Object ? FromObject(error) : new ErrorBody(ToText(error), null, null);
        }

        bool isFlat = Is(root, "object", "error") || Is(root, "type", "error") || Is(root, "status", "failure");
        return isFlat || !root.TryGetProperty("choices", out _) ? FromObjectWithMessage(root) : null;
    }

    // Some servers put an empty error beside a good answer.
    private static bool IsNothing(JsonElement error) => error.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.False => true,
        JsonValueKind.String => ReceivedJson.TextOf(error).Length == 0,
        JsonValueKind.Object => !error.EnumerateObject().Any(),
        _ => false,
    };

    private static ErrorBody? FromObjectWithMessage(JsonElement value)
    {
        ErrorBody body = FromObject(value);
        return body.Message is null ? null : body;
    }

    private static ErrorBody FromObject(JsonElement value)
    {
        string? message = MessageKeys.Select(key => Find(value, key)).FirstOrDefault(text => !string.IsNullOrEmpty(text));
        return new ErrorBody(message, Find(value, "type") ?? Find(value, "status"), Find(value, "code"));
    }

    private static bool Is(JsonElement value, string key, string expected) =>
        value.TryGetProperty(key, out JsonElement found) && found.ValueKind == JsonValueKind.String && ReceivedJson.TextOf(found) == expected;

    private static string? Find(JsonElement value, string key) =>
        value.TryGetProperty(key, out JsonElement found) ? ToText(found) : null;

    // LiteLLM writes "None" for an absent type, a message as an object for guardrails, and FastAPI a list of { loc, msg }.
    private static string? ToText(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.String => ReceivedJson.TextOf(value) is { Length: > 0 } text && text != "None" ? text : null,
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.Array => string.Join("; ", value.EnumerateArray().Select(ToText).Where(t => t is not null)),
        JsonValueKind.Object => FromObject(value).Message is { } inner ? WithPlace(value, inner) : value.GetRawText(),
        _ => value.GetRawText().ToString(CultureInfo.InvariantCulture),
    };

    private static string WithPlace(JsonElement value, string message) =>
        value.TryGetProperty("loc", out JsonElement place) && place.ValueKind == JsonValueKind.Array
            ? $"{string.Join('.', place.EnumerateArray().Select(ToText))}: {message}"
            : message;
}
