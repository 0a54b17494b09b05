using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Numerics;
using System.Text.Json;

namespace AgentCore.LiteLlm.Binding;

/// <summary>Turns what PowerShell binds, hashtables above all, into JSON.</summary>
internal static class JsonArguments
{
    // PowerShell objects can hold themselves.
    private const int MostDepth = 100;

    /// <summary>Turns a value into JSON.</summary>
    /// <param name="value">A hashtable, an object with note properties, a list, text, a number, a flag or null.</param>
    /// <param name="problem">What cannot be turned, as a sentence; null when all of it was.</param>
    /// <returns>The JSON, or null with a <paramref name="problem"/>.</returns>
    public static JsonElement? ToJson(object? value, out string? problem)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, new JsonWriterOptions { MaxDepth = MostDepth + 1 }))
        {
            problem = Write(json, value, 0);
        }

        if (problem is not null)
        {
            return null;
        }

        using JsonDocument document = JsonDocument.Parse(buffer.WrittenMemory, new JsonDocumentOptions { MaxDepth = MostDepth + 1 });
        return document.RootElement.Clone();
    }

    private static string? Write(Utf8JsonWriter json, object? value, int depth)
    {
        if (depth > MostDepth)
        {
            return $"The value is nested more than {MostDepth} deep, or holds itself.";
        }

        object? plain = PlainValue.Of(value);
        switch (plain)
        {
            case null:
                json.WriteNullValue();
                return null;
            case string or char or Enum or Guid or Uri or Version:
                json.WriteStringValue(plain.ToString());
                return null;
            case bool flag:
                json.WriteBooleanValue(flag);
                return null;
            case SwitchParameter flag:
                json.WriteBooleanValue(flag);
                return null;
            case DateTime or DateTimeOffset or DateOnly or TimeOnly or TimeSpan:
                json.WriteStringValue(((IFormattable)plain).ToString(plain is TimeSpan ? "c" : "O", CultureInfo.InvariantCulture));
                return null;
            case double or float when !double.IsFinite(Convert.ToDouble(plain, CultureInfo.InvariantCulture)):
                return "JSON has no infinity and no NaN.";
            case byte or sbyte or short or ushort or int or uint or long or ulong or float or double or decimal or BigInteger:
                json.WriteRawValue(((IFormattable)plain).ToString(plain is float or double ? "R" : null, CultureInfo.InvariantCulture));
                return null;
            case JsonElement element:
                element.WriteTo(json);
                return null;
            case IDictionary dictionary:
                return WriteObject(json, Entries(dictionary), depth);
            case PSObject custom:
                return WriteObject(json, custom.Properties.Where(p => p.IsGettable).Select(p => (p.Name, (object?)p.Value)), depth);
            case IEnumerable list:
                return WriteList(json, list, depth);
            default:
                return $"A value of type {plain.GetType()} is no JSON.";
        }
    }

    private static IEnumerable<(string Name, object? Value)> Entries(IDictionary dictionary)
    {
        foreach (DictionaryEntry entry in dictionary)
        {
            yield return (Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? "", entry.Value);
        }
    }

    private static string? WriteObject(Utf8JsonWriter json, IEnumerable<(string Name, object? Value)> entries, int depth)
    {
        json.WriteStartObject();
        foreach ((string name, object? value) in entries)
        {
            json.WritePropertyName(name);
            if (Write(json, value, depth + 1) is { } problem)
            {
                return problem;
            }
        }

        json.WriteEndObject();
        return null;
    }

    private static string? WriteList(Utf8JsonWriter json, IEnumerable list, int depth)
    {
        json.WriteStartArray();
        foreach (object? item in list)
        {
            if (Write(json, item, depth + 1) is { } problem)
            {
                return problem;
            }
        }

        json.WriteEndArray();
        return null;
    }
}
