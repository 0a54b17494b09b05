using System.Globalization;
using System.Text;
using System.Text.Json;
using AgentCore.LiteLlm.Terminal;

namespace AgentCore.LiteLlm.Schemas.Values;

/// <summary>Values as they are shown in messages: one line, cut to a length that leaves the message readable.</summary>
internal static class Excerpt
{
    private const int Longest = 60;
    private const int LongestList = 10;

    /// <summary>Shows a value that was checked; its inside, where it has one, would only be noise.</summary>
    public static string OfInstance(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => $"an array of {Counted(value.GetArrayLength(), "item")}",
        _ => OfJson(value),
    };

    /// <summary>Shows a value that a schema asks for.</summary>
    public static string OfJson(JsonElement value) => value.ValueKind == JsonValueKind.String
        ? Quoted(JsonText.Of(value))
        : Cut(string.Join(' ', value.GetRawText().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));

    public static string Quoted(string text) => $"\"{Escaped(text)}\"";

    public static string Name(string name) => $"'{Escaped(name)}'";

    public static string Names(IEnumerable<string> names) => Listed(names.Select(Name));

    public static string Counted(long count, string noun) =>
        count == 1 ? $"1 {noun}" : noun.EndsWith('y') ? $"{count} {noun[..^1]}ies" : $"{count} {noun}s";

    /// <summary>Joins what may be a long list by commas.</summary>
    public static string Listed(IEnumerable<string> parts)
    {
        string[] all = [.. parts];
        string shown = string.Join(", ", all.Take(LongestList));
        return all.Length > LongestList ? $"{shown} … ({all.Length - LongestList} more)" : shown;
    }

    public static string Cut(string text) => text.Length <= Longest ? text : $"{WholeCharacters.Cut(text, Longest)}…";

    private static string Escaped(string text)
    {
        string cut = Cut(text);
        if (!cut.Any(char.IsControl))
        {
            return cut;
        }

        StringBuilder escaped = new();
        foreach (char c in cut)
        {
            escaped.Append(c switch
            {
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                _ when char.IsControl(c) => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => c.ToString(),
            });
        }

        return escaped.ToString();
    }
}
