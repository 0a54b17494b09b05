using System.Globalization;
using System.Text;

namespace AgentCore.LiteLlm.Schemas.Patterns;

/// <summary>A set of Unicode characters: what a class of a pattern accepts.</summary>
internal sealed class CodePointSet
{
    private const int Last = 0x10FFFF;
    private const int LastOfPlane = 0xFFFF;
    private const int FirstSurrogate = 0xD800;
    private const int FirstLowSurrogate = 0xDC00;
    private const int LastSurrogate = 0xDFFF;
    private const int LowBits = 0x3FF;

    private readonly List<(int First, int Last)> _ranges = [];

    public static CodePointSet Digits => new CodePointSet().Add('0', '9');

    public static CodePointSet WordCharacters => new CodePointSet().Add('0', '9').Add('A', 'Z').Add('_', '_').Add('a', 'z');

    /// <summary>Gets what <c>\s</c> means in ECMA-262: white space and line terminators.</summary>
    public static CodePointSet Spaces => new CodePointSet()
        .Add('\t', '\r').Add(' ', ' ').Add(0xA0, 0xA0).Add(0x1680, 0x1680).Add(0x2000, 0x200A).Add(0x2028, 0x2029)
        .Add(0x202F, 0x202F).Add(0x205F, 0x205F).Add(0x3000, 0x3000).Add(0xFEFF, 0xFEFF);

    /// <summary>Gets what <c>.</c> means in ECMA-262: anything that ends no line.</summary>
    public static CodePointSet NotLineEnds =>
        new CodePointSet().Add('\n', '\n').Add('\r', '\r').Add(0x2028, 0x2029).Complement();

    public CodePointSet Add(int first, int last)
    {
        _ranges.Add((first, last));
        return this;
    }

    public void AddAll(CodePointSet others) => _ranges.AddRange(others._ranges);

    public CodePointSet Complement()
    {
        CodePointSet complement = new();
        int next = 0;
        foreach ((int first, int last) in Merged())
        {
            if (first > next)
            {
                complement.Add(next, first - 1);
            }

            next = last + 1;
        }

        return next > Last ? complement : complement.Add(next, Last);
    }

    /// <summary>Writes the set as .NET understands it, where a character beyond the first plane is a pair of surrogates.</summary>
    public string ToPattern()
    {
        StringBuilder plane = new();
        SortedDictionary<int, StringBuilder> lowsOfHigh = [];
        foreach ((int first, int last) in Merged())
        {
            AppendRange(plane, first, Math.Min(last, FirstSurrogate - 1));
            AppendRange(plane, Math.Max(first, LastSurrogate + 1), Math.Min(last, LastOfPlane));
            AddPairs(lowsOfHigh, Math.Max(first, LastOfPlane + 1), last);
        }

        string[] pairs = [.. ToPairs(lowsOfHigh)];
        string[] all = plane.Length > 0 ? [$"[{plane}]", .. pairs] : pairs;
        return all.Length switch
        {
            0 => @"[^\u0000-\uFFFF]",
            1 when pairs.Length == 0 => all[0],
            _ => $"(?:{string.Join('|', all)})",
        };
    }

    private static void AppendRange(StringBuilder text, int first, int last)
    {
        if (first <= last)
        {
            text.Append(CultureInfo.InvariantCulture, $@"\u{first:X4}");
            if (first < last)
            {
                text.Append(CultureInfo.InvariantCulture, $@"-\u{last:X4}");
            }
        }
    }

    private static void AddPairs(SortedDictionary<int, StringBuilder> lowsOfHigh, int first, int last)
    {
        while (first <= last)
        {
            int end = Math.Min(last, first | LowBits);
            int high = FirstSurrogate + ((first - LastOfPlane - 1) >> 10);
            if (!lowsOfHigh.TryGetValue(high, out StringBuilder? lows))
            {
                lowsOfHigh[high] = lows = new StringBuilder();
            }

            AppendRange(lows, FirstLowSurrogate + (first & LowBits), FirstLowSurrogate + (end & LowBits));
            first = end + 1;
        }
    }

    // High surrogates that go with the same low ones share an alternative, which keeps automata small.
    private static IEnumerable<string> ToPairs(SortedDictionary<int, StringBuilder> lowsOfHigh) =>
        lowsOfHigh.GroupBy(entry => entry.Value.ToString(), entry => entry.Key, StringComparer.Ordinal).Select(group =>
        {
            StringBuilder highs = new();
            foreach (int high in group)
            {
                AppendRange(highs, high, high);
            }

            return $"[{highs}][{group.Key}]";
        });

    private List<(int First, int Last)> Merged()
    {
        List<(int First, int Last)> merged = [];
        foreach ((int first, int last) in _ranges.Order())
        {
            if (merged.Count > 0 && first <= merged[^1].Last + 1)
            {
                merged[^1] = (merged[^1].First, Math.Max(merged[^1].Last, last));
            }
            else
            {
                merged.Add((first, last));
            }
        }

        return merged;
    }
}
