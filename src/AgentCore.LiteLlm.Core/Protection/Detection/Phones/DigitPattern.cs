using System.Globalization;

namespace AgentCore.LiteLlm.Protection.Detection.Phones;

/// <summary>
/// A pattern of digits as libphonenumber writes them, matched by following every possibility at once: the work is the pattern's length
/// times the number's, whatever both hold.
/// </summary>
internal sealed class DigitPattern
{
    private readonly Node _root;

    // How long a number can be, one bit for each length: most candidates fail here already.
    private readonly uint _lengths;

    private DigitPattern(Node root)
    {
        _root = root;
        _lengths = root.Follow([], 1);
    }

    /// <summary>Reads a pattern: digits, <c>\d</c>, classes, groups, <c>|</c>, <c>?</c> and <c>{m,n}</c>.</summary>
    public static DigitPattern Parse(string pattern)
    {
        int at = 0;
        return new DigitPattern(ReadChoice(pattern, ref at));
    }

    /// <summary>Says whether digits, at most 30, are what the pattern means.</summary>
    public bool Matches(ReadOnlySpan<char> digits) =>
        HasLength(digits.Length) && (_root.Follow(digits, 1) >> digits.Length & 1) != 0;

    /// <summary>Says whether some number that the pattern means has a length.</summary>
    public bool HasLength(int length) => length is > 0 and <= 30 && (_lengths >> length & 1) != 0;

    private static Node ReadChoice(string pattern, ref int at)
    {
        List<Node> branches = [ReadRow(pattern, ref at)];
        while (at < pattern.Length && pattern[at] == '|')
        {
            at++;
            branches.Add(ReadRow(pattern, ref at));
        }

        return branches.Count == 1 ? branches[0] : new Choice([.. branches]);
    }

    private static Node ReadRow(string pattern, ref int at)
    {
        List<Node> parts = [];
        while (at < pattern.Length && pattern[at] is not ('|' or ')'))
        {
            parts.Add(ReadRepeated(pattern, ref at));
        }

        return parts.Count == 1 ? parts[0] : new Row([.. parts]);
    }

    private static Node ReadRepeated(string pattern, ref int at)
    {
        Node one = ReadOne(pattern, ref at);
        if (at < pattern.Length && pattern[at] == '?')
        {
            at++;
            return new Repeat(one, 0, 1);
        }

        if (at < pattern.Length && pattern[at] == '{')
        {
            int end = pattern.IndexOf('}', at);
            string[] counts = pattern[(at + 1)..end].Split(',');
            at = end + 1;
            return new Repeat(one, int.Parse(counts[0], CultureInfo.InvariantCulture), int.Parse(counts[^1], CultureInfo.InvariantCulture));
        }

        return one;
    }

    private static Node ReadOne(string pattern, ref int at)
    {
        switch (pattern[at++])
        {
            case '(':
                at += pattern[at] == '?' ? 2 : 0;
                Node inner = ReadChoice(pattern, ref at);
                at++;
                return inner;
            case '[':
                return new Digit(ReadClass(pattern, ref at));
            case '\\':
                at++;
                return new Digit(0b11_1111_1111);
            case char digit:
                return new Digit(1 << (digit - '0'));
        }
    }

    private static int ReadClass(string pattern, ref int at)
    {
        int digits = 0;
        while (pattern[at] != ']')
        {
            if (pattern[at] == '\\')
            {
                digits = 0b11_1111_1111;
                at += 2;
                continue;
            }

            int last = pattern[at + 1] == '-' ? at + 2 : at;
            for (char digit = pattern[at]; digit <= pattern[last]; digit++)
            {
                digits |= 1 << (digit - '0');
            }

            at = last + 1;
        }

        at++;
        return digits;
    }

    // Where a match may have come to is a set of places, one bit each. No digits at all stand for any.
    private abstract record Node
    {
        public abstract uint Follow(ReadOnlySpan<char> digits, uint places);
    }

    private sealed record Digit(int Members) : Node
    {
        public override uint Follow(ReadOnlySpan<char> digits, uint places)
        {
            if (digits.IsEmpty)
            {
                return places << 1;
            }

            uint next = 0;
            for (uint left = places; left != 0; left &= left - 1)
            {
                int at = System.Numerics.BitOperations.TrailingZeroCount(left);
                next |= at < digits.Length && (Members >> (digits[at] - '0') & 1) != 0 ? 2u << at : 0;
            }

            return next;
        }
    }

    private sealed record Row(Node[] Parts) : Node
    {
        public override uint Follow(ReadOnlySpan<char> digits, uint places)
        {
            foreach (Node part in Parts)
            {
                if (places == 0)
                {
                    return 0;
                }

                places = part.Follow(digits, places);
            }

            return places;
        }
    }

    private sealed record Choice(Node[] Branches) : Node
    {
        public override uint Follow(ReadOnlySpan<char> digits, uint places)
        {
            uint next = 0;
            foreach (Node branch in Branches)
            {
                next |= branch.Follow(digits, places);
            }

            return next;
        }
    }

    private sealed record Repeat(Node One, int Least, int Most) : Node
    {
        public override uint Follow(ReadOnlySpan<char> digits, uint places)
        {
            uint next = Least == 0 ? places : 0;
            for (int count = 1; count <= Most && places != 0; count++)
            {
                places = One.Follow(digits, places);
                next |= count >= Least ? places : 0;
            }

            return next;
        }
    }
}
