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
        List<string> pairs = [];
        foreach ((int first, int last) in Merged())
        {
            AppendRange(plane, first, Math.Min(last, FirstSurrogate - 1));
            AppendRange(plane, Math.Max(first, LastSurrogate + 1), Math.Min(last, LastOfPlane));
            AddPairs(pairs, Math.Max(first, LastOfPlane + 1), last);
        }

        string inPlane = plane.Length == 0 ? "" : $"[{plane}]";
        return (plane.Length, pairs.Count) switch
        {
            (0, 0) => @"[^\u0000-\uFFFF]",
            (_, 0) => inPlane,
            (0, _) => $"(?:{string.Join('|', pairs)})",
            _ => $"(?:{inPlane}|{string.Join('|', pairs)})",
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

    private static void AddPairs(List<string> pairs, int first, int last)
    {
        if (first > last)
        {
            return;
        }

        (int firstHigh, int firstLow) = Split(first);
        (int lastHigh, int lastLow) = Split(last);
        if (firstHigh == lastHigh)
        {
            pairs.Add(Pair(firstHigh, firstHigh, firstLow, lastLow));
            return;
        }

        if (firstLow != FirstLowSurrogate)
        {
            pairs.Add(Pair(firstHigh, firstHigh, firstLow, LastSurrogate));
            firstHigh++;
        }

        if (lastLow != LastSurrogate)
        {
            pairs.Add(Pair(lastHigh, lastHigh, FirstLowSurrogate, lastLow));
            lastHigh--;
        }

        if (firstHigh <= lastHigh)
        {
            pairs.Add(Pair(firstHigh, lastHigh, FirstLowSurrogate, LastSurrogate));
        }
    }

    private static (int High, int Low) Split(int codePoint)
    {
        int offset = codePoint - LastOfPlane - 1;
        return (FirstSurrogate + (offset >> 10), FirstLowSurrogate + (offset & 0x3FF));
    }

    private static string Pair(int firstHigh, int lastHigh, int firstLow, int lastLow) =>
        string.Create(CultureInfo.InvariantCulture, $@"[\u{firstHigh:X4}-\u{lastHigh:X4}][\u{firstLow:X4}-\u{lastLow:X4}]");

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
