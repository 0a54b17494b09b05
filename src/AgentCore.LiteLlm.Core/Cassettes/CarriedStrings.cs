using System.Globalization;
using System.Text;

namespace AgentCore.LiteLlm.Cassettes;

/// <summary>
/// Finds the strings that a body carries: JSON, events of JSON, or JSON cut short. It reads on whatever comes, since what it overlooks is not
/// searched for secrets.
/// </summary>
/// <param name="body">The body.</param>
internal sealed class CarriedStrings(string body)
{
    // Deeper strings are known by their name alone; a name and what identifies an object are no longer than this.
    private const int MostLevels = 64;
    private const int LongestName = 100;

    private readonly List<CarriedString> _found = [];
    private readonly List<(int Start, int End, Level? Level, int Position, string Name)> _ofEvent = [];
    private readonly bool _isStream = body.AsSpan().TrimStart() is not ['{' or '[', ..];
    private Level? _level;
    private string _name = "";

    /// <summary>Reads the body.</summary>
    /// <returns>Its strings, in their order; names of members are none.</returns>
    public List<CarriedString> Read()
    {
        for (int at = 0; at < body.Length;)
        {
            at = Step(at);
        }

        EndEvent();
        return _found;
    }

    private int Step(int at)
    {
        switch (body[at])
        {
            case '"':
                return ReadString(at + 1);
            case '{' or '[':
                _level = new Level(_level, _name, body[at] == '[');
                _name = "";
                break;
            case '}' or ']':
                _name = "";
                _level = _level?.Outer;
                break;
            case ',':
                _name = "";
                _level?.Advance();
                break;
            case '\n' when _isStream && IsEmptyLine(at + 1):
                EndEvent();
                break;
            case >= '0' and <= '9':
                return ReadNumber(at);
        }

        return at + 1;
    }

    private bool IsEmptyLine(int at) => at >= body.Length || body[at] == '\n' || (body[at] == '\r' && at + 1 < body.Length && body[at + 1] == '\n');

    private int ReadString(int start)
    {
        int end = start;
        while (end < body.Length && body[end] != '"' && !(_isStream && body[end] == '\n'))
        {
            end += body[end] == '\\' ? 2 : 1;
        }

        end = Math.Min(end, body.Length);
        int next = end < body.Length && body[end] == '"' ? end + 1 : end;
        int colon = next;
        while (colon < body.Length && body[colon] is ' ' or '\t')
        {
            colon++;
        }

        if (colon < body.Length && body[colon] == ':' && _level is { IsList: false })
        {
            _name = body[start..Math.Min(end, start + LongestName)];
            return colon + 1;
        }

        _ofEvent.Add((start, end, _level, _level?.Position ?? 0, _name.Length > 0 ? _name : _level?.Name ?? ""));
        Identify(body.AsSpan(start, end - start), isText: true);
        return next;
    }

    private int ReadNumber(int start)
    {
        int end = start;
        while (end < body.Length && char.IsAsciiDigit(body[end]))
        {
            end++;
        }

        Identify(body.AsSpan(start, end - start), isText: false);
        return end;
    }

    // Choices and calls are known by their numbers, the events of some servers by their kind and what they are part of.
    private void Identify(ReadOnlySpan<char> value, bool isText)
    {
        bool isRoot = _level is { Outer: null };
        bool isNumber = !isText && (_name == "index" || (isRoot && _name is "output_index" or "content_index" or "summary_index"));
        bool isKind = isText && isRoot && _name is "type" or "item_id";
        if (_level is { IsList: false } && (isNumber || isKind) && value.Length + _level.Identity.Length < LongestName)
        {
            _level.Identity += $"{_name}={value};";
        }
    }

    // Only now is every number known, which may stand behind what it numbers.
    private void EndEvent()
    {
        foreach ((int start, int end, Level? level, int position, string name) in _ofEvent)
        {
            _found.Add(new CarriedString(start, end, level is { Depth: <= MostLevels }
                ? [name, $"{Describe(level, isExact: false)}/{name}", $"{Describe(level, isExact: true)}/{(level.IsList ? position : -1)}/{name}"]
                : [name]));
        }

        _ofEvent.Clear();
        _level = null;
        _name = "";
    }

    private static string Describe(Level innermost, bool isExact)
    {
        StringBuilder text = new();
        for (Level? level = innermost; level is not null; level = level.Outer)
        {
            text.Append('/').Append(level.Name);
            if (isExact || level.Outer is null)
            {
                text.Append('(').Append(level.Identity.Length > 0 ? level.Identity : level.Place).Append(')');
            }
        }

        return text.ToString();
    }

    // An object or a list that is open. An element of a list goes by the list's name.
    private sealed class Level(Level? outer, string name, bool isList)
    {
        public Level? Outer => outer;

        public string Name { get; } = name.Length > 0 ? name : outer?.Name ?? "";

        public bool IsList => isList;

        public int Depth { get; } = (outer?.Depth ?? 0) + 1;

        public string Place { get; } = (outer is { IsList: true } ? outer.Position : 0).ToString(CultureInfo.InvariantCulture);

        public int Position { get; private set; }

        public string Identity { get; set; } = "";

        public void Advance() => Position++;
    }
}
