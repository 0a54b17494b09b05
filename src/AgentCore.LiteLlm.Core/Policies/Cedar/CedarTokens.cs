using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace AgentCore.LiteLlm.Policies.Cedar;

/// <summary>Takes a condition apart.</summary>
internal static class CedarTokens
{
    // Longer ones first.
    private static readonly string[] Signs =
        ["&&", "||", "==", "!=", "<=", ">=", "::", "<", ">", "!", "-", "+", "*", "(", ")", "[", "]", "{", "}", ",", ".", ":", "@", ";", "?", "="];

    /// <summary>Reads every token.</summary>
    /// <param name="text">The condition.</param>
    /// <returns>The tokens; the last one is the end, or what is no token.</returns>
    public static ImmutableArray<CedarToken> Read(string text)
    {
        ImmutableArray<CedarToken>.Builder tokens = ImmutableArray.CreateBuilder<CedarToken>();
        int at = 0;
        while (true)
        {
            at = SkipSpace(text, at);
            CedarToken token = ReadOne(text, at, out int end);
            tokens.Add(token);
            if (token.Kind is CedarTokenKind.End or CedarTokenKind.Odd)
            {
                return tokens.ToImmutable();
            }

            at = end;
        }
    }

    /// <summary>Resolves the escapes of a text.</summary>
    /// <param name="written">What stands between the quotes.</param>
    /// <param name="stars">The places in the result that stand for anything, where the text is a pattern; null where it is none.</param>
    /// <returns>The text; null where it holds an escape that Cedar does not have.</returns>
    public static string? Unescape(string written, List<int>? stars)
    {
        StringBuilder text = new(written.Length);
        for (int at = 0; at < written.Length; at++)
        {
            char c = written[at];
            if (c == '*' && stars is not null)
            {
                stars.Add(text.Length);
            }
            else if (c is not ('\\' or '\r'))
            {
                text.Append(c);
            }
            else if (c == '\\' && ReadEscape(written, ref at, stars is not null) is { } escaped)
            {
                text.Append(escaped);
            }
            else
            {
                return null;
            }
        }

        return text.ToString();
    }

    private static string? ReadEscape(string written, ref int at, bool isPattern)
    {
        char c = ++at < written.Length ? written[at] : ' ';
        switch (c)
        {
            case 'n':
                return "\n";
            case 'r':
                return "\r";
            case 't':
                return "\t";
            case '0':
                return "\0";
            case '\\' or '"' or '\'':
                return c.ToString();
            case '*' when isPattern:
                return "*";
            case 'x' when at + 2 < written.Length && TryHex(written.AsSpan(at + 1, 2), out int ascii) && ascii <= 0x7F:
                at += 2;
                return ((char)ascii).ToString();
            case 'u' when at + 1 < written.Length && written[at + 1] == '{' && written.IndexOf('}', at) is > 0 and int end
                && end - at - 2 is >= 1 and <= 6 && TryHex(written.AsSpan(at + 2, end - at - 2), out int code) && Rune.IsValid(code):
                at = end;
                return new Rune(code).ToString();
            default:
                return null;
        }
    }

    private static bool TryHex(ReadOnlySpan<char> digits, out int value) =>
        int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);

    private static int SkipSpace(string text, int at)
    {
        while (at < text.Length)
        {
            if (text[at] == '/' && at + 1 < text.Length && text[at + 1] == '/')
            {
                int end = text.AsSpan(at).IndexOfAny('\n', '\r');
                at = end < 0 ? text.Length : at + end;
            }
            else if (char.IsWhiteSpace(text[at]))
            {
                at++;
            }
            else
            {
                break;
            }
        }

        return at;
    }

    private static CedarToken ReadOne(string text, int at, out int end)
    {
        end = at;
        if (at == text.Length)
        {
            return new(CedarTokenKind.End, "", at);
        }

        char c = text[at];
        if (c == '"')
        {
            return ReadText(text, at, out end);
        }

        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_') && (!char.IsAsciiDigit(c) || char.IsAsciiDigit(text[end])))
        {
            end++;
        }

        if (end > at)
        {
            return new(char.IsAsciiDigit(c) ? CedarTokenKind.Digits : CedarTokenKind.Word, text[at..end], at);
        }

        string? sign = Array.Find(Signs, s => text.AsSpan(at).StartsWith(s, StringComparison.Ordinal));
        end = at + (sign?.Length ?? 0);
        return sign is null ? new(CedarTokenKind.Odd, c.ToString(), at) : new(CedarTokenKind.Sign, sign, at);
    }

    private static CedarToken ReadText(string text, int at, out int end)
    {
        end = at + 1;
        while (end < text.Length && text[end] != '"')
        {
            end += text[end] == '\\' ? 2 : 1;
        }

        if (end >= text.Length)
        {
            return new(CedarTokenKind.Odd, "\"", at);
        }

        end++;
        return new(CedarTokenKind.Text, text[(at + 1)..(end - 1)], at);
    }
}
