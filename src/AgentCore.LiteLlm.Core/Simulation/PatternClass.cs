namespace AgentCore.LiteLlm.Simulation;

/// <summary>A set of characters in a regular expression, of which one is wanted.</summary>
internal static class PatternClass
{
    private const string Candidates = "a0A-_ .@/:xX9zZ1\t\n";

    /// <summary>A character that stands for an escape such as <c>\d</c>; null where it is none of a single character.</summary>
    public static char? Sample(char escaped) => escaped switch
    {
        'd' => '0',
        'w' => 'a',
        's' => ' ',
        'D' or 'S' => 'x',
        'W' => '-',
        't' => '\t',
        'n' => '\n',
        'r' => '\r',
        _ => char.IsAsciiLetterOrDigit(escaped) ? null : escaped,
    };

    /// <summary>Reads a set whose opening bracket has been taken, and picks a character of it; null where that fails.</summary>
    public static char? Take(string pattern, ref int position)
    {
        bool negated = position < pattern.Length && pattern[position] == '^';
        position += negated ? 1 : 0;
        List<(char From, char To)> ranges = [];
        for (bool first = true; position < pattern.Length && (first || pattern[position] != ']'); first = false)
        {
            if (TakeOne(pattern, ref position) is not { } from)
            {
                return null;
            }

            char to = from;
            if (position + 1 < pattern.Length && pattern[position] == '-' && pattern[position + 1] != ']')
            {
                position++;
                if (TakeOne(pattern, ref position) is not { } end)
                {
                    return null;
                }

                to = end;
            }

            ranges.Add((from, to));
        }

        position++;
        return negated ? Outside(ranges) : ranges.Count > 0 ? ranges[0].From : null;
    }

    private static char? TakeOne(string pattern, ref int position)
    {
        char next = pattern[position++];
        return next != '\\' ? next : position < pattern.Length ? Sample(pattern[position++]) : null;
    }

    // A negated \d or \w counts as its one sample here; the check against the whole pattern catches a wrong guess.
    private static char? Outside(List<(char From, char To)> ranges)
    {
        foreach (char candidate in Candidates)
        {
            if (ranges.TrueForAll(r => candidate < r.From || candidate > r.To))
            {
                return candidate;
            }
        }

        return null;
    }
}
