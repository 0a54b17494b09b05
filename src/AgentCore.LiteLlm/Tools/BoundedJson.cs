using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Internal;
using System.Numerics;
using System.Text.Json;
using System.Xml;
using AgentCore.LiteLlm.Binding;

namespace AgentCore.LiteLlm.Tools;

/// <summary>Writes objects as JSON that is never longer than it may be: whatever holds itself, has no end or fails while it is read.</summary>
/// <param name="json">Where to.</param>
/// <param name="most">How many characters there may be, about.</param>
internal sealed class BoundedJson(Utf8JsonWriter json, int most)
{
    /// <summary>How deep objects may lie in each other; deeper ones are written as text.</summary>
    public const int MostDepth = 16;

    // About what quotes, commas and brackets take.
    private const int Overhead = 4;

    private static readonly HashSet<string> ProviderNotes =
    [
        "PSPath", "PSParentPath", "PSChildName", "PSDrive", "PSProvider", "PSIsContainer", "PSComputerName", "RunspaceId", "PSShowComputerName",
    ];

    private readonly List<object> _around = [];
    private int _left = most;

    /// <summary>Gets a value indicating whether something did not fit.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Writes what a tool wrote.</summary>
    /// <param name="items">The items.</param>
    /// <returns>How many of them there was room for.</returns>
    public int WriteAll(IReadOnlyList<object?> items)
    {
        if (items.Count == 1)
        {
            Write(items[0], 0);
            return 1;
        }

        if (items.Count == 0)
        {
            json.WriteNullValue();
            return 0;
        }

        int shown = 0;
        json.WriteStartArray();
        foreach (object? item in items)
        {
            if (IsFull())
            {
                break;
            }

            Write(item, 0);
            shown++;
        }

        json.WriteEndArray();
        return shown;
    }

    private bool IsFull()
    {
        IsCut |= _left <= 0;
        return _left <= 0;
    }

    private void Write(object? value, int depth)
    {
        object? plain = PlainValue.Of(value);
        _left -= Overhead;
        plain = ReferenceEquals(value, AutomationNull.Value) ? null : plain;
        switch (plain)
        {
            case null or DBNull:
                json.WriteNullValue();
                break;
            case string or char:
                WriteText(plain.ToString()!);
                break;
            case bool or SwitchParameter:
                json.WriteBooleanValue(LanguagePrimitives.IsTrue(plain));
                break;
            case Enum:
                WriteText(plain.ToString()!);
                break;
            case float or double when !double.IsFinite(Convert.ToDouble(plain, CultureInfo.InvariantCulture)):
                WriteText(Convert.ToString(plain, CultureInfo.InvariantCulture)!);
                break;
            case byte or sbyte or short or ushort or int or uint or long or ulong or float or double or decimal or BigInteger:
                string number = ((IFormattable)plain).ToString(plain is float or double ? "R" : null, CultureInfo.InvariantCulture);
                _left -= number.Length;
                json.WriteRawValue(number);
                break;
            case DateTime or DateTimeOffset:
                WriteText(((IFormattable)plain).ToString("o", CultureInfo.InvariantCulture));
                break;
            case byte[] bytes:
                WriteText(Convert.ToBase64String(bytes, 0, Math.Min(bytes.Length, Math.Max(0, _left))));
                IsCut |= bytes.Length > _left + Overhead;
                break;
            case JsonElement element:
                WriteText(element.GetRawText());
                break;
            case XmlNode xml:
                WriteText(xml.OuterXml);
                break;
            case IFormattable and ValueType:
                WriteText(((IFormattable)plain).ToString(null, CultureInfo.InvariantCulture));
                break;
            default:
                WriteObject(value!, plain, depth);
                break;
        }
    }

    private void WriteObject(object value, object plain, int depth)
    {
        object identity = value is PSObject { BaseObject: PSCustomObject } ? value : plain;
        if (_around.Exists(o => ReferenceEquals(o, identity)))
        {
            WriteText("(holds itself)");
            return;
        }

        bool isData = identity is PSObject or IDictionary or IEnumerable || plain.GetType().Assembly.IsDynamic;
        if (depth >= MostDepth || (!isData && depth > 0))
        {
            WriteText(TextOf(plain));
            return;
        }

        _around.Add(identity);
        switch (plain)
        {
            case IDictionary dictionary:
                WriteMembers(Entries(dictionary), depth);
                break;
            case IEnumerable list:
                WriteList(list, depth);
                break;
            default:
                WriteMembers(Properties(PSObject.AsPSObject(value)), depth);
                break;
        }

        _around.RemoveAt(_around.Count - 1);
    }

    private void WriteMembers(IEnumerable<(string Name, object? Value)> members, int depth)
    {
        json.WriteStartObject();
        foreach ((string name, object? value) in members)
        {
            if (IsFull())
            {
                break;
            }

            _left -= name.Length;
            json.WritePropertyName(ToolOutput.Shorten(name, 256));
            Write(value, depth + 1);
        }

        json.WriteEndObject();
    }

    private void WriteList(IEnumerable list, int depth)
    {
        json.WriteStartArray();
        try
        {
            foreach (object? item in list)
            {
                if (IsFull())
                {
                    break;
                }

                Write(item, depth + 1);
            }
        }
        catch (Exception e) when (e is not (PipelineStoppedException or OutOfMemoryException))
        {
            // The list's own code: it may throw anything, and what it gave so far is still worth having.
            WriteText($"(the list ended with an error: {e.Message})");
        }

        json.WriteEndArray();
    }

    private void WriteText(string text)
    {
        int room = Math.Max(1, _left);
        IsCut |= text.Length > room;
        string shown = ToolOutput.Shorten(text, room);
        _left -= shown.Length;
        json.WriteStringValue(shown);
    }

    private static IEnumerable<(string Name, object? Value)> Entries(IDictionary dictionary)
    {
        foreach (DictionaryEntry entry in dictionary)
        {
            yield return (Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? "", entry.Value);
        }
    }

    private static IEnumerable<(string Name, object? Value)> Properties(PSObject value) => value.Properties
        .Where(p => p.IsGettable && !ProviderNotes.Contains(p.Name))
        .Select(p => (p.Name, ValueOf(p)));

    private static object? ValueOf(PSPropertyInfo property)
    {
        try
        {
            return property.Value;
        }
        catch (GetValueException)
        {
            return null;
        }
    }

    private static string TextOf(object value)
    {
        try
        {
            return PSObject.AsPSObject(value).ToString();
        }
        catch (ExtendedTypeSystemException)
        {
            return value.GetType().Name;
        }
    }
}
