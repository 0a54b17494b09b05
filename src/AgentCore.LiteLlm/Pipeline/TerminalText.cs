using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text;
using System.Text.RegularExpressions;
using AgentCore.LiteLlm.Binding;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>
/// Text of models, endpoints and files as a terminal may be given it: what it would obey, or what would show text in another order than it
/// has, is there to be seen. Objects keep what they were given.
/// </summary>
public static partial class TerminalText
{
    // Unicode has pictures for the controls of ASCII, and none for those that came later.
    private const int Pictures = 0x2400;
    private const char DeletePicture = '\u2421';

    /// <summary>Makes a value fit for a terminal.</summary>
    /// <param name="value">Text, or a value that is shown as text; lists are made fit item by item.</param>
    /// <returns>What to show in its place; numbers and the like are given back as they are.</returns>
    public static object? Show(object? value) => PlainValue.Of(value) switch
    {
        null => null,
        string text => Show(text),
        PSObject custom => Show(custom.ToString()),
        IDictionary table => Show(LanguagePrimitives.ConvertTo<string>(PSObject.AsPSObject(table))),
        IEnumerable list => list.Cast<object?>().Select(Show).ToArray(),
        ValueType plain => plain,
        var other => Show(other.ToString() ?? ""),
    };

    internal static string Show(string text)
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
    internal static string ShowInColour(string text) =>
        string.Concat(Colour().Split(text).Select((part, i) => i % 2 == 0 ? Show(part) : part));

    [GeneratedRegex(@"(\x1B\[[0-9;:]*m)")]
    private static partial Regex Colour();

    /// <summary>Says whether a terminal would act on a character instead of showing it.</summary>
    internal static bool IsActive(string text, int at) => text[at] switch
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
