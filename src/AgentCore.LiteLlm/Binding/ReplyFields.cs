using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text.Json;
using AgentCore.LiteLlm.Diagnostics;

namespace AgentCore.LiteLlm.Binding;

/// <summary>The entries of a hashtable that describes something, each read as what it must be.</summary>
internal sealed class ReplyFields
{
    private readonly Dictionary<string, object?> _values = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes the entries of a hashtable, or the properties of an object.</summary>
    /// <exception cref="FormatException">The value has no entries.</exception>
    public ReplyFields(object? value)
    {
        object? plain = PlainValue.Of(value);
        if (plain is IDictionary dictionary)
        {
            foreach (DictionaryEntry entry in dictionary)
            {
                _values[Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? ""] = PlainValue.Of(entry.Value);
            }
        }
        else if (value is PSObject { BaseObject: PSCustomObject } custom)
        {
            foreach (PSPropertyInfo property in custom.Properties.Where(p => p.IsGettable))
            {
                _values[property.Name] = PlainValue.Of(property.Value);
            }
        }
        else
        {
            throw new FormatException($"a value of type {plain?.GetType().Name ?? "null"} is not understood.");
        }
    }

    /// <summary>Says whether there is a value.</summary>
    public bool Has(string name) => _values.TryGetValue(name, out object? value) && value is not null;

    /// <summary>Says that no entry but these is understood.</summary>
    public void Allow(string kind, params string[] names)
    {
        foreach (string name in _values.Keys)
        {
            if (!names.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                string meant = NearestName.Find(name, names) is { } near ? $" Is '{near}' meant?" : "";
                throw new FormatException($"{kind} has no '{name}'.{meant} It takes {string.Join(", ", names)}.");
            }
        }
    }

    /// <summary>Gets a value as it is.</summary>
    public object? Any(string name) => _values.GetValueOrDefault(name);

    /// <summary>Reads text.</summary>
    public string? Text(string name) => Has(name) ? Convert.ToString(_values[name], CultureInfo.InvariantCulture) : null;

    /// <summary>Reads a whole number within bounds.</summary>
    public int? Whole(string name, int least, int most) =>
        !Has(name) ? null
        : LanguagePrimitives.TryConvertTo(_values[name], CultureInfo.InvariantCulture, out int number) && number >= least && number <= most ? number
        : throw new FormatException($"'{name}' must be a whole number from {least} to {most}.");

    /// <summary>Reads a time: a TimeSpan, or seconds.</summary>
    public TimeSpan Time(string name)
    {
        if (!Has(name))
        {
            return TimeSpan.Zero;
        }

        TimeSpan? time = _values[name] switch
        {
            TimeSpan span => span,
            object value when LanguagePrimitives.TryConvertTo(value, CultureInfo.InvariantCulture, out double seconds) && seconds is >= 0 and <= 86400 =>
                TimeSpan.FromSeconds(seconds),
            _ => null,
        };
        return time is { } found && found >= TimeSpan.Zero && found <= TimeSpan.FromDays(1)
            ? found
            : throw new FormatException($"'{name}' must be a TimeSpan, or seconds from 0 to 86400.");
    }

    /// <summary>Reads one value or several.</summary>
    public object?[] List(string name) => !Has(name) ? [] : _values[name] switch
    {
        string or IDictionary => [_values[name]],
        IEnumerable many => [.. many.Cast<object?>()],
        object one => [one],
        _ => [],
    };

    /// <summary>Reads headers.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers()
    {
        if (!Has("Headers"))
        {
            return [];
        }

        ReplyFields headers = new(_values["Headers"]);
        KeyValuePair<string, string>[] found =
        [
            .. headers._values.Select(h => KeyValuePair.Create(h.Key, Convert.ToString(h.Value, CultureInfo.InvariantCulture) ?? "")),
        ];
        if (Array.Find(found, h => IsOfFrame(h.Key)) is { Key: { } framing })
        {
            throw new FormatException($"'Headers' holds '{framing}', which the endpoint writes itself; 'Steps' send what you write, byte by byte.");
        }

        return Array.Exists(
            found, h => h.Key.Length == 0 || h.Key.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.')) || h.Value.Any(char.IsControl))
            ? throw new FormatException("'Headers' holds a name or a value that no header can have.")
            : found;
    }

    // A second one, or one that is not so, and no client would know where the answer ends.
    private static bool IsOfFrame(string name) => name.ToUpperInvariant() is "CONTENT-LENGTH" or "TRANSFER-ENCODING" or "CONNECTION";

    /// <summary>Reads JSON: text as it is, anything else as JSON of it.</summary>
    public string? Json(string name)
    {
        if (!Has(name) || _values[name] is string)
        {
            return Text(name);
        }

        JsonElement? json = JsonArguments.ToJson(_values[name], out string? problem);
        return json?.GetRawText() ?? throw new FormatException($"'{name}' is no JSON: {problem}");
    }
}
