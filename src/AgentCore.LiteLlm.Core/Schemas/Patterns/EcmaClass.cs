namespace AgentCore.LiteLlm.Schemas.Patterns;

/// <summary>Reads what stands for one character in a pattern of ECMA-262: a class in brackets, or an escape.</summary>
internal static class EcmaClass
{
    private const int LastCodePoint = 0x10FFFF;

    /// <summary>Reads a class whose opening bracket has been passed.</summary>
    public static CodePointSet Read(PatternText text)
    {
        bool negated = text.Take("^");
        CodePointSet set = new();
        while (!text.Take("]"))
        {
            (CodePointSet first, int? from) = ReadMember(text);
            if (!text.Take("-"))
            {
                set.AddAll(first);
            }
            else if (text.Peek == ']')
            {
                set.AddAll(first);
                set.Add('-', '-');
            }
            else
            {
                AddRange(set, first, from, text);
            }
        }

        return negated ? set.Complement() : set;
    }

    /// <summary>Reads an escape whose backslash has been passed.</summary>
    public static CodePointSet ReadEscape(PatternText text)
    {
        switch (text.Next())
        {
            case 'd':
                return CodePointSet.Digits;
            case 'D':
                return CodePointSet.Digits.Complement();
            case 'w':
                return CodePointSet.WordCharacters;
            case 'W':
                return CodePointSet.WordCharacters.Complement();
            case 's':
                return CodePointSet.Spaces;
            case 'S':
                return CodePointSet.Spaces.Complement();
            case 'p':
                return ReadProperty(text);
            case 'P':
                return ReadProperty(text).Complement();
            case char other:
                int codePoint = ReadCharacter(other, text);
                return new CodePointSet().Add(codePoint, codePoint);
        }
    }

    private static void AddRange(CodePointSet set, CodePointSet first, int? from, PatternText text)
    {
        (CodePointSet last, int? to) = ReadMember(text);
        if (from is null || to is null)
        {
            // A class at either end makes the hyphen an ordinary character.
            set.AddAll(first);
            set.AddAll(last);
            set.Add('-', '-');
            return;
        }

        if (from > to)
        {
            throw text.Fault("the ends of a range are out of order");
        }

        set.Add(from.Value, to.Value);
    }

    private static (CodePointSet Set, int? CodePoint) ReadMember(PatternText text)
    {
        if (text.IsAtEnd)
        {
            throw text.Fault("']' is missing");
        }

        int codePoint = text.NextCodePoint();
        if (codePoint == '\\')
        {
            if (text.Peek is 'd' or 'D' or 'w' or 'W' or 's' or 'S' or 'p' or 'P')
            {
                return (ReadEscape(text), null);
            }

            codePoint = text.Take("b") ? '\b' : ReadCharacter(text.Next(), text);
        }

        return (new CodePointSet().Add(codePoint, codePoint), codePoint);
    }

    private static int ReadCharacter(char escaped, PatternText text)
    {
        switch (escaped)
        {
            case 't':
                return '\t';
            case 'n':
                return '\n';
            case 'v':
                return '\v';
            case 'f':
                return '\f';
            case 'r':
                return '\r';
            case '0' when !char.IsAsciiDigit(text.Peek):
                return 0;
            case 'c' when char.IsAsciiLetter(text.Peek):
                return text.Next() % 32;
            case 'x':
                return text.FindHex(2) ?? throw text.Fault(@"'\x' needs two hexadecimal digits");
            case 'u':
                return ReadUnicode(text);
            default:
                return !char.IsLetterOrDigit(escaped) ? escaped : throw text.Fault($@"'\{escaped}' is no escape");
        }
    }

    private static int ReadUnicode(PatternText text)
    {
        if (text.Take("{"))
        {
            string digits = text.NextUntil('}').TrimStart('0');
            int codePoint = digits.Length == 0 ? 0 : new PatternText(digits).FindHex(digits.Length) ?? LastCodePoint + 1;
            return codePoint is >= 0 and <= LastCodePoint ? codePoint : throw text.Fault(@"'\u{…}' needs the number of a character");
        }

        int unit = text.FindHex(4) ?? throw text.Fault(@"'\u' needs four hexadecimal digits");
        if (!char.IsHighSurrogate((char)unit) || !text.Take(@"\u"))
        {
            return unit;
        }

        return text.FindHex(4) is { } low && char.IsLowSurrogate((char)low)
            ? char.ConvertToUtf32((char)unit, (char)low)
            : throw text.Fault("half of a surrogate pair stands alone");
    }

    private static CodePointSet ReadProperty(PatternText text)
    {
        string name = text.Take("{") ? text.NextUntil('}') : throw text.Fault(@"'\p' lacks a property in braces");
        return UnicodeProperty.Find(name)
            ?? throw text.Fault($@"the property of '\p{{{name}}}' is not supported; general categories such as '\p{{L}}' are");
    }
}
