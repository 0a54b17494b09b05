using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace AgentCore.LiteLlm.Simulation;

/// <summary>Makes a short text that matches a regular expression of the everyday kind; what it cannot read, it leaves alone.</summary>
internal sealed class PatternSample
{
    private const int MaxRepeats = 1000;
    private const int MaxPattern = 1000;
    private const int MaxLength = 10_000;

    private static readonly TimeSpan MatchTime = TimeSpan.FromMilliseconds(100);

    private readonly string _pattern;
    private readonly int _spare;
    private int _position;

    private PatternSample(string pattern, int spare)
    {
        _pattern = pattern;
        _spare = spare;
    }

    /// <summary>Finds a text that matches; null where none was found.</summary>
    /// <param name="pattern">The regular expression.</param>
    /// <param name="least">The least length.</param>
    /// <param name="variant">Which of several different texts it should be, from 0.</param>
    public static string? Find(string pattern, int least, int variant)
    {
        if (pattern.Length > MaxPattern)
        {
            return null;
        }

        try
        {
            Regex regex = new(pattern, RegexOptions.CultureInvariant, MatchTime);

            // An unbounded repetition takes up what the least length leaves open.
            string?[] attempts =
            [
                Make(pattern, variant),
                Make(pattern, Math.Max(least - 1, 0) + variant),
                Make(pattern, least + variant),
                new string('x', least + variant),
            ];
            return Array.Find(attempts, text => text?.Length >= least && regex.IsMatch(text));
        }
        catch (Exception e) when (e is ArgumentException or RegexMatchTimeoutException)
        {
            return null;
        }
    }

    private static string? Make(string pattern, int spare)
    {
        PatternSample text = new(pattern, spare);
        return text.Alternatives() is { } made && text._position == pattern.Length ? made : null;
    }

    private bool Take(char expected)
    {
        bool there = _position < _pattern.Length && _pattern[_position] == expected;
        _position += there ? 1 : 0;
        return there;
    }

    private string? Alternatives()
    {
        string? first = Sequence();
        while (first is not null && Take('|'))
        {
            _ = Sequence();
        }

        return first;
    }

    private string? Sequence()
    {
        StringBuilder made = new();
        while (_position < _pattern.Length && _pattern[_position] is not ('|' or ')'))
        {
            if (Atom() is not { } atom || Repeats(atom.Length == 0 ? 0 : _spare) is not { } count)
            {
                return null;
            }

            made.Insert(made.Length, atom, Math.Min(count, MaxLength / Math.Max(atom.Length, 1)));
        }

        return made.Length <= MaxLength ? made.ToString() : null;
    }

    private string? Atom()
    {
        char next = _pattern[_position++];
        return next switch
        {
            '^' or '$' => "",
            '.' => "x",
            '(' => Group(),
            '[' => PatternClass.Take(_pattern, ref _position)?.ToString(),
            '\\' when _position < _pattern.Length => Escape(_pattern[_position++]),
            '*' or '+' or '?' or '{' or '\\' => null,
            _ => next.ToString(),
        };
    }

    private string? Group()
    {
        if (Take('?') && !Take(':') && !SkipName())
        {
            return null;
        }

        string? inner = Alternatives();
        return Take(')') ? inner : null;
    }

    private bool SkipName()
    {
        int end = _pattern.IndexOf('>', _position);
        if (!Take('<') || end < 0 || _pattern[_position] is '=' or '!')
        {
            return false;
        }

        _position = end + 1;
        return true;
    }

    private static string? Escape(char escaped) => escaped switch
    {
        'b' => "",
        _ => PatternClass.Sample(escaped)?.ToString(),
    };

    /// <summary>How often the last atom is said; null where the repetition cannot be read.</summary>
    private int? Repeats(int spare)
    {
        int count = 1;
        if (Take('*') || Take('+'))
        {
            count = (_pattern[_position - 1] == '+' ? 1 : 0) + spare;
        }
        else if (Take('?'))
        {
            count = 0;
        }
        else if (Take('{'))
        {
            int end = _pattern.IndexOf('}', _position);
            string[] bounds = end < 0 ? [] : _pattern[_position..end].Split(',');
            if (bounds.Length is 0 or > 2 || !int.TryParse(bounds[0], NumberStyles.None, CultureInfo.InvariantCulture, out count))
            {
                return null;
            }

            int most = bounds.Length == 1 ? count
                : int.TryParse(bounds[1], NumberStyles.None, CultureInfo.InvariantCulture, out int bound) ? bound
                : int.MaxValue;
            count = Math.Min(count + spare, most);
            _position = end + 1;
        }
        else
        {
            return count;
        }

        _ = Take('?');
        return Math.Min(count, MaxRepeats);
    }
}
