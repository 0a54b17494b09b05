using System.Text;
using System.Text.Json;
using AgentCore.LiteLlm.Json;

namespace AgentCore.LiteLlm.Failures.Bodies;

/// <summary>A body that stands in a text, as JSON or in Python's way of writing one: alone, or behind the words of whoever passes it on.</summary>
internal sealed class EmbeddedBody : IDisposable
{
    private const int MostPlaces = 4;

    private static readonly string[] Signs = ["message", "msg", "error", "detail"];

    private EmbeddedBody(JsonDocument json, int start, int end)
    {
        Json = json;
        Start = start;
        End = end;
    }

    /// <summary>Gets the body.</summary>
    public JsonDocument Json { get; }

    /// <summary>Gets where it begins in the text.</summary>
    public int Start { get; }

    /// <summary>Gets where it ends in the text.</summary>
    public int End { get; }

    /// <summary>Finds the first body in a text that says something of an error.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The body, or null when there is none.</returns>
    public static EmbeddedBody? Find(string text)
    {
        int at = -1;
        for (int i = 0; i < MostPlaces && FindNext(text, at + 1) is >= 0 and int place; i++)
        {
            at = place;
            EmbeddedBody? body = Read(text, at);
            if (body is not null && SaysSomething(body.Json.RootElement))
            {
                return body;
            }

            body?.Dispose();
        }

        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => Json.Dispose();

    private static int FindNext(string text, int start)
    {
        int at = start >= text.Length ? -1 : text.AsSpan(start).IndexOfAny('{', '[');
        return at < 0 ? -1 : start + at;
    }

    private static bool SaysSomething(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().Any(p => Signs.Any(s => p.Name.Contains(s, StringComparison.OrdinalIgnoreCase))),
        JsonValueKind.Array => value.GetArrayLength() > 0 && value.EnumerateArray().All(e => e.ValueKind == JsonValueKind.Object && SaysSomething(e)),
        _ => false,
    };

    private static EmbeddedBody? Read(string text, int start)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text[start..]);
        Utf8JsonReader reader = new(bytes);
        try
        {
            reader.Read();
            reader.Skip();
        }
        catch (JsonException)
        {
            return PythonText.Find(text, start, out int after) is { } python ? new EmbeddedBody(python, start, after) : null;
        }

        int end = (int)reader.BytesConsumed;
        int length = Encoding.UTF8.GetCharCount(bytes.AsSpan(0, end));
        return ReceivedJson.Find(bytes.AsMemory(0, end)) is { } json ? new EmbeddedBody(json, start, start + length) : null;
    }
}
