using System.Globalization;
using System.Text;

namespace AgentCore.LiteLlm.Schemas.Patterns;

/// <summary>The groups of a pattern and the references to them. Where there are no references nothing is captured, which is faster.</summary>
internal sealed class PatternGroups(string pattern)
{
    private readonly bool _capture = HasReference(pattern);
    private readonly List<string?> _names = [];
    private readonly List<string> _namedReferences = [];
    private int _highestReference;

    /// <summary>Begins the next group.</summary>
    /// <param name="name">Its name; null when it has none.</param>
    /// <param name="text">The pattern, to say where a fault is.</param>
    /// <returns>The opening for .NET.</returns>
    public string Open(string? name, PatternText text)
    {
        if (name is not null && (name.Length == 0 || _names.Contains(name)))
        {
            throw text.Fault("a group has no name, or that of another group");
        }

        _names.Add(name);
        return _capture ? string.Create(CultureInfo.InvariantCulture, $"(?<g{_names.Count}>") : "(?:";
    }

    public string Refer(int group)
    {
        _highestReference = Math.Max(_highestReference, group);
        return ToReference(group);
    }

    /// <summary>Refers to a group by a name, which can be used before its group: a mark stands in until the end.</summary>
    public string Refer(string name)
    {
        _namedReferences.Add(name);
        return ToMark(_namedReferences.Count - 1);
    }

    /// <summary>Puts references in the place of marks, and refuses those that lead nowhere.</summary>
    public void Resolve(StringBuilder translated, PatternText text)
    {
        for (int i = 0; i < _namedReferences.Count; i++)
        {
            int group = _names.IndexOf(_namedReferences[i]) + 1;
            translated.Replace(ToMark(i), group > 0 ? ToReference(group) : throw text.Fault($"there is no group '{_namedReferences[i]}'"));
        }

        if (_highestReference > _names.Count)
        {
            throw text.Fault(string.Create(CultureInfo.InvariantCulture, $"there is no group {_highestReference}"));
        }
    }

    // A NUL of the pattern itself is always written as an escape.
    private static string ToMark(int reference) => string.Create(CultureInfo.InvariantCulture, $"\0{reference}\0");

    // A group that has not taken part matches the empty text in ECMA-262, and nothing at all in .NET.
    private static string ToReference(int group) => string.Create(CultureInfo.InvariantCulture, $@"(?:(?(g{group})\k<g{group}>|))");

    private static bool HasReference(string pattern)
    {
        int at = -1;
        while ((at = pattern.IndexOf('\\', at + 1)) >= 0)
        {
            if (at + 1 < pattern.Length && pattern[at + 1] is 'k' or (>= '1' and <= '9'))
            {
                return true;
            }
        }

        return false;
    }
}
