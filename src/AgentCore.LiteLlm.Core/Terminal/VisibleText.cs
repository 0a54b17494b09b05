using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace AgentCore.LiteLlm.Terminal;

/// <summary>Text as a terminal may be given it: what it would obey, or what would show text in another order than it has, is there to be seen.</summary>
internal static partial class VisibleText
{
    // Unicode has pictures for the controls of ASCII, and none for those that came later.
    private const int Pictures = 0x2400;
    private const char DeletePicture = '\u2421';

    /// <summary>Makes text fit.</summary>
    public static string Show(string text)
    {
        int first = 0;
        while (first < text.Length && !IsActive(text, first))
        {
            first++;
        }

        if (first == text.Length)
        {
            return text;
        }

        StringBuilder shown = new(text, 0, first, text.Length + 16);
        for (int at = first; at < text.Length; at++)
        {
            if (IsActive(text, at))
            {
                Append(shown, text[at]);
            }
            else
            {
                shown.Append(text[at]);
            }
        }

        return shown.ToString();
    }

    /// <summary>Makes text fit that may have colours.</summary>
    public static string ShowInColour(string text) =>
        string.Concat(Colour().Split(text).Select((part, i) => i % 2 == 0 ? Show(part) : part));

    [GeneratedRegex(@"(\x1B\[[0-9;:]*m)")]
    private static partial Regex Colour();

    /// <summary>Says whether a terminal would act on a character instead of showing it.</summary>
    public static bool IsActive(string text, int at) => text[at] switch
    {
        '\t' or '\n' => false,
        '\r' => at + 1 >= text.Length || text[at + 1] != '\n',
        < ' ' or (>= '\x7F' and <= '\x9F') => true,
        '\u2028' or '\u2029' or '\uFEFF' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u206F') or (>= '\uFFF9' and <= '\uFFFB') => true,
        '\uDB40' => at + 1 < text.Length && text[at + 1] is >= '\uDC00' and <= '\uDC7F',
        >= '\uDC00' and <= '\uDC7F' => at > 0 && text[at - 1] == '\uDB40',
        _ => false,
    };

    private static void Append(StringBuilder shown, char c)
    {
        switch (c)
        {
            case < ' ':
                shown.Append((char)(Pictures + c));
                break;
            case '\x7F':
                shown.Append(DeletePicture);
                break;
            default:
                shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
                break;
        }
    }
}
