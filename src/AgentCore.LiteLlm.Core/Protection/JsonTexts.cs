using System.Text;
using System.Text.Json;
using AgentCore.LiteLlm.Json;

namespace AgentCore.LiteLlm.Protection;

/// <summary>The texts of a JSON value: its strings, the names of its properties, and its longer numbers.</summary>
internal sealed class JsonTexts
{
    // Our own stack holds far more; nothing that people send is nested so deeply.
    private const int MostDepth = 256;

    // A shorter number is no personal data by itself.
    private const int ShortestNumber = 6;

    private readonly StringBuilder _json = new();
    private readonly TextMap _map;
    private bool _isChanged;

    private JsonTexts(TextMap map) => _map = map;

    /// <summary>Maps the texts of JSON text. What is no JSON is one text.</summary>
    /// <param name="json">The JSON text.</param>
    /// <param name="map">What is done with each text.</param>
    /// <returns>The same instance when no text is changed.</returns>
    public static string Map(string json, TextMap map)
    {
        using JsonDocument? document = ReceivedJson.Find(Encoding.UTF8.GetBytes(json));
        if (document is null)
        {
            return map(new(json));
        }

        JsonTexts texts = new(map);
        texts.Write(document.RootElement, "", 0);
        return texts._isChanged ? texts._json.ToString() : json;
    }

    /// <summary>Maps the texts of a JSON value.</summary>
    /// <param name="json">The value.</param>
    /// <param name="map">What is done with each text.</param>
    /// <param name="label">The name beside it.</param>
    /// <returns>The value; the same when no text is changed.</returns>
    public static JsonElement Map(JsonElement json, TextMap map, string label = "")
    {
        JsonTexts texts = new(map);
        texts.Write(json, label, 0);
        return texts._isChanged ? Parse(texts._json.ToString()) : json;
    }

    /// <summary>Reads what was written here.</summary>
    internal static JsonElement Parse(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MostDepth + 1 });
        return document.RootElement.Clone();
    }

    private void Write(JsonElement value, string label, int depth)
    {
        if (depth > MostDepth)
        {
            throw new ProtectionException($"JSON is nested more than {MostDepth} deep");
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(value, depth);
                break;
            case JsonValueKind.Array:
                WriteArray(value, label, depth);
                break;
            case JsonValueKind.String:
                WriteText(ReceivedJson.TextOf(value), label);
                break;
            case JsonValueKind.Number:
                WriteNumber(value.GetRawText(), label);
                break;
            default:
                _json.Append(value.ValueKind == JsonValueKind.Undefined ? "null" : value.GetRawText());
                break;
        }
    }

    private void WriteObject(JsonElement value, int depth)
    {
        char separator = '{';
        foreach (JsonProperty property in value.EnumerateObject())
        {
            _json.Append(separator);
            WriteText(property.Name, "");
            _json.Append(':');
            Write(property.Value, property.Name, depth + 1);
            separator = ',';
        }

        _json.Append(separator == '{' ? "{}" : "}");
    }

    // The values of a list are what the list is called.
    private void WriteArray(JsonElement value, string label, int depth)
    {
        char separator = '[';
        foreach (JsonElement item in value.EnumerateArray())
        {
            _json.Append(separator);
            Write(item, label, depth + 1);
            separator = ',';
        }

        _json.Append(separator == '[' ? "[]" : "]");
    }

    private void WriteText(string text, string label)
    {
        string mapped = _map(new(text, label));
        _isChanged |= !ReferenceEquals(mapped, text) && mapped != text;
        _json.Append('"');
        JsonEscapes.Append(_json, mapped);
        _json.Append('"');
    }

    private void WriteNumber(string number, string label)
    {
        string mapped = number.Length < ShortestNumber ? number : _map(new(number, label));
        if (mapped == number)
        {
            _json.Append(number);
            return;
        }

        _isChanged = true;
        _json.Append('"');
        JsonEscapes.Append(_json, mapped);
        _json.Append('"');
    }
}
