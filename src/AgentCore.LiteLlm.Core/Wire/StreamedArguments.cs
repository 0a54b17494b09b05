using System.Text;
using System.Text.Json;
using AgentCore.LiteLlm.Json;

namespace AgentCore.LiteLlm.Wire;

/// <summary>
/// The arguments of one call, put together from its fragments. Before they are a whole JSON value, a fragment that begins with all that came
/// is that text, grown. After, what follows says them again: an empty object makes way for it, the same value or less of it changes nothing,
/// more of it takes its place. Two values that contradict each other stay as they came, which is no JSON: nothing here chooses what a tool
/// is called with.
/// </summary>
internal sealed class StreamedArguments
{
    // Longer than any way of saying nothing, with white space.
    private const int LongestNothing = 32;

    // JSON text within JSON text within JSON text; no server is known to go further.
    private const int MostLayers = 3;

    private readonly StringBuilder _text = new();
    private readonly StringBuilder _again = new();
    private JsonExtent _extent;
    private JsonExtent _extentAgain;
    private int _shown;

    /// <summary>Gets a value indicating whether the fragments so far are a whole JSON value.</summary>
    public bool IsWhole => _extent.IsClosed;

    /// <summary>Gets a value indicating whether they are a whole value that says something.</summary>
    public bool IsDone => IsWhole && !SaysNothing;

    /// <summary>Gets a value indicating whether they are nothing, or no more than the beginning of an object.</summary>
    public bool SaysNothing =>
        _text.Length <= LongestNothing
        && string.Concat(_text.ToString().Where(c => !char.IsWhiteSpace(c))) is "" or "{" or "{}" or "null" or "\"\"" or "\"{}\"" or "\"null\"";

    /// <summary>Gets how many characters are kept.</summary>
    public int Length => _text.Length + _again.Length;

    /// <summary>Takes a fragment in.</summary>
    /// <param name="fragment">The fragment.</param>
    /// <returns>What of it is new.</returns>
    public string Add(string fragment)
    {
        ReadOnlySpan<char> rest = fragment;
        while (!rest.IsEmpty)
        {
            if (IsWhole && rest.IsWhiteSpace())
            {
                break;
            }

            if (SaysNothing && (IsWhole || rest.TrimStart() is ['{', ..]))
            {
                Restart();
            }
            else if (IsWhole && (_again.Length > 0 || rest.TrimStart() is ['{' or '[' or '"', ..]))
            {
                rest = rest[TakeAgain(rest)..];
                continue;
            }
            else if (IsGrown(rest))
            {
                rest = rest[_text.Length..];
            }

            int length = _extent.Take(rest);
            _text.Append(rest[..length]);
            rest = rest[length..];
        }

        return SaysNothing ? "" : Show();
    }

    /// <summary>Takes in what the whole arguments are said to be.</summary>
    /// <param name="whole">The arguments.</param>
    /// <returns>What of it is new.</returns>
    public string AddWhole(string whole)
    {
        if (!IsWhole && !whole.AsSpan().StartsWith(_text.ToString(), StringComparison.Ordinal))
        {
            Restart();
            _shown = whole.Length;
        }

        return Add(IsWhole ? whole : whole[_text.Length..]);
    }

    /// <summary>Says whether a text is what came so far, character for character: an object that is cut is said again where the answer is.</summary>
    public bool Are(string text) => text is ['{', ..] && _text.Equals(text);

    /// <summary>Says whether a whole value says these arguments again: all of them, more, or less.</summary>
    public bool AgreesWith(string arguments) => SaysNothing || Holds(arguments, _text.ToString()) || Holds(_text.ToString(), arguments);

    /// <summary>Gives out what was held back.</summary>
    public string Flush() => SaysNothing && !IsWhole ? "" : Show();

    /// <summary>Gives the arguments as the JSON text that they mean: an empty object where there are none, and what a string of JSON text says.</summary>
    /// <param name="isCut">Whether the answer was cut, so that nothing is known of arguments that are not there.</param>
    /// <returns>The text; no JSON where the model wrote none.</returns>
    public string ToText(bool isCut)
    {
        string text = Unwrap(_text.ToString());
        return text is "null" || (text.Length == 0 && !isCut) ? "{}" : text;
    }

    private string Show()
    {
        string more = _shown < _text.Length ? _text.ToString(_shown, _text.Length - _shown) : "";
        _shown += more.Length;
        return more;
    }

    private void Restart()
    {
        _text.Clear();
        _again.Clear();
        _extent = default;
        _extentAgain = default;
    }

    // Where a value is due, the same characters may begin one that stands in the other; beyond the first key that is no chance any more.
    private bool IsGrown(ReadOnlySpan<char> rest) =>
        _text.Length > 1 && rest.Length >= _text.Length && _text.Equals(rest[.._text.Length])
        && (_extent.IsInString
            || _text.ToString() is var text && (text.Contains(',', StringComparison.Ordinal) || text.AsSpan().TrimEnd() is not [.., ':' or '[']));

    private int TakeAgain(ReadOnlySpan<char> rest)
    {
        int length = _extentAgain.Take(rest);
        _again.Append(rest[..length]);
        if (!_extentAgain.IsClosed)
        {
            return length;
        }

        string first = _text.ToString();
        string second = _again.ToString();
        Restart();
        _text.Append(Holds(second, first) ? second : Holds(first, second) ? first : first + second);
        _shown = _text.Length;
        for (ReadOnlySpan<char> kept = _text.ToString(); !kept.IsEmpty;)
        {
            kept = kept[_extent.Take(kept)..];
        }

        return length;
    }

    private static bool Holds(string whole, string part)
    {
        using JsonDocument? one = ReceivedJson.Find(Encoding.UTF8.GetBytes(Unwrap(whole)));
        using JsonDocument? other = ReceivedJson.Find(Encoding.UTF8.GetBytes(Unwrap(part)));
        return one is null || other is null ? whole == part : Holds(one.RootElement, other.RootElement);
    }

    private static bool Holds(JsonElement whole, JsonElement part) => (whole.ValueKind, part.ValueKind) switch
    {
        (_, JsonValueKind.Null) => true,
        (JsonValueKind.Object, JsonValueKind.Object) => HoldsMembers(whole, part),
        (JsonValueKind.Array, JsonValueKind.Array) =>
            part.GetArrayLength() <= whole.GetArrayLength() && part.EnumerateArray().Zip(whole.EnumerateArray(), (p, w) => Holds(w, p)).All(h => h),
        (JsonValueKind.String, JsonValueKind.String) => ReceivedJson.TextOf(whole).StartsWith(ReceivedJson.TextOf(part), StringComparison.Ordinal),
        _ => whole.ValueKind == part.ValueKind && whole.GetRawText() == part.GetRawText(),
    };

    // By a table: looking each name up in the text would take the square of their number.
    private static bool HoldsMembers(JsonElement whole, JsonElement part)
    {
        Dictionary<string, JsonElement> members = new(StringComparer.Ordinal);
        foreach (JsonProperty property in whole.EnumerateObject())
        {
            members[property.Name] = property.Value;
        }

        return part.EnumerateObject().All(p => members.TryGetValue(p.Name, out JsonElement value) && Holds(value, p.Value));
    }

    private static string Unwrap(string text)
    {
        text = text.Trim();
        for (int layer = 0; layer < MostLayers && text is ['"', ..] && FindInner(text) is { } inner; layer++)
        {
            text = inner.Trim();
        }

        return text;
    }

    private static string? FindInner(string text)
    {
        using JsonDocument? json = ReceivedJson.Find(Encoding.UTF8.GetBytes(text));
        return json?.RootElement is { ValueKind: JsonValueKind.String } inner ? ReceivedJson.TextOf(inner) : null;
    }
}
