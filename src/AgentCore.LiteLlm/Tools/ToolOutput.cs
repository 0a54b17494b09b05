using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AgentCore.LiteLlm.Terminal;

namespace AgentCore.LiteLlm.Tools;

/// <summary>Makes the result that a model gets of what a tool wrote.</summary>
internal static class ToolOutput
{
    private const int MostErrors = 10;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = BoundedJson.MostDepth * 4 };

    /// <summary>Makes the result of a tool.</summary>
    /// <param name="items">What the tool wrote.</param>
    /// <param name="errors">The errors it wrote beside.</param>
    /// <param name="most">How many characters the result may have, about.</param>
    /// <returns>JSON: null for nothing, the value itself for one, a list for several; with errors, or where it had to be cut, an object that says so.</returns>
    public static string ToJson(IReadOnlyList<object?> items, IReadOnlyList<string> errors, int most)
    {
        using MemoryStream bytes = new();
        bool isCut;
        int shown;
        using (Utf8JsonWriter json = new(bytes, Options))
        {
            BoundedJson output = new(json, most);
            shown = output.WriteAll(items);
            isCut = output.IsCut;
        }

        string result = Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
        if (!isCut && errors.Count == 0)
        {
            return result;
        }

        List<string> notes = [];
        if (isCut)
        {
            string count = items.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $" {shown} of {items.Count} items are shown.") : "";
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"\"note\":\"The result was cut at {most} characters.{count}\""));
        }

        if (errors.Count > 0)
        {
            notes.Add($"\"errors\":{JsonSerializer.Serialize(errors.Take(MostErrors).Select(e => Shorten(e, most / MostErrors)))}");
        }

        return $"{{{string.Join(',', notes)},\"result\":{result}}}";
    }

    /// <summary>Cuts a text that a model is told.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">How many characters it may have.</param>
    /// <returns>The text, with an ellipsis where it was cut.</returns>
    public static string Shorten(string text, int most) => text.Length <= most ? text : WholeCharacters.Cut(text, most) + "…";
}
