using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace AgentCore.LiteLlm.Failures.Bodies;

/// <summary>Reads what Python prints for a dictionary or list as JSON: proxies written in Python put such text into their messages.</summary>
internal sealed class PythonText : IDisposable
{
    private const int Deepest = 24;

    private readonly string _text;
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly Utf8JsonWriter _json;
    private int _at;

    private PythonText(string text, int start)
    {
        _text = text;
        _at = start;
        _json = new Utf8JsonWriter(_bytes);
    }

    /// <summary>Reads one value.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Where the value begins.</param>
    /// <param name="end">Where it ends.</param>
    /// <returns>The value; null when it is none.</returns>
    public static JsonDocument? Find(string text, int start, out int end)
    {
        using PythonText reader = new(text, start);
        bool isValue = reader.ReadValue(Deepest);
        end = reader._at;
        if (!isValue)
        {
            return null;
        }

        reader._json.Flush();
        return JsonDocument.Parse(reader._bytes.WrittenMemory);
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    private bool ReadValue(int depth)
    {
        SkipBlanks();
        switch (Current)
        {
            case '\0' when depth >= 0:
                return false;
            case '{':
                _json.WriteStartObject();
                return ReadItems('}', depth) && End(_json.WriteEndObject);
            case '[' or '(':
                _json.WriteStartArray();
                return ReadItems(Current == '[' ? ']' : ')', depth) && End(_json.WriteEndArray);
            case '\'' or '"' or 'b' or 'u' or 'r' when FindString() is { } value:
                _json.WriteStringValue(value);
                return true;
            default:
                return depth > 0 && WriteWord();
        }
    }

    private bool ReadItems(char close, int depth)
    {
        for (_at++; depth > 0; _at++)
        {
            SkipBlanks();
            if (Current == close)
            {
                _at++;
                return true;
            }

            if ((close == '}' && !ReadName()) || !ReadValue(depth - 1))
            {
                return false;
            }

            SkipBlanks();
            if (Current == close)
            {
                _at++;
                return true;
            }

            if (Current != ',')
            {
                return false;
            }
        }

        return false;
    }

    private bool ReadName()
    {
        if (FindString() is not { } name)
        {
            return false;
        }

        _json.WritePropertyName(name);
        SkipBlanks();
        return Current == ':' && ++_at > 0;
    }

    // A letter before the quote says what kind of string it was.
    private string? FindString()
    {
        int start = _at;
        _at += Current is 'b' or 'u' or 'r' ? 1 : 0;
        char quote = Current;
        if (quote is not ('\'' or '"'))
        {
            _at = start;
            return null;
        }

        StringBuilder value = new();
        for (_at++; Current != quote; _at++)
        {
            if (_at >= _text.Length)
            {
                return null;
            }

            value.Append(Current == '\\' ? Unescape() : Current);
        }

        _at++;
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(value.ToString()));
    }

    private char Unescape()
    {
        _at++;
        return Current switch
        {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'x' => FindCode(2) ?? 'x',
            'u' => FindCode(4) ?? 'u',
            _ => Current,
        };
    }

    private char? FindCode(int digits)
    {
        ReadOnlySpan<char> text = _at + digits < _text.Length ? _text.AsSpan(_at + 1, digits) : default;
        if (!ushort.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code))
        {
            return null;
        }

        _at += digits;
        return (char)code;
    }

    // True, None, 12.5, and what an object calls itself: ValueError('...').
    private bool WriteWord()
    {
        // A text that is cut within an escape ends behind its own end.
        if (_at >= _text.Length)
        {
            return false;
        }

        int start = _at;
        for (int open = 0; _at < _text.Length && (open > 0 || Current is not (',' or '}' or ']' or ')' or ':')); _at++)
        {
            open += Current is '(' or '[' or '{' ? 1 : Current is ')' or ']' or '}' ? -1 : 0;
        }

        string word = _text[start.._at].Trim();
        switch (word)
        {
            case "True" or "False":
                _json.WriteBooleanValue(word == "True");
                break;
            case "None":
                _json.WriteNullValue();
                break;
            case var _ when decimal.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number):
                _json.WriteNumberValue(number);
                break;
            default:
                _json.WriteStringValue(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(word)));
                break;
        }

        return word.Length > 0;
    }

    private char Current => _at < _text.Length ? _text[_at] : '\0';

    private static bool End(Action write)
    {
        write();
        return true;
    }

    private void SkipBlanks()
    {
        while (char.IsWhiteSpace(Current))
        {
            _at++;
        }
    }
}
