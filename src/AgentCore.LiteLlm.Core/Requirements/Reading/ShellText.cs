using System.Text;
using System.Text.RegularExpressions;

namespace AgentCore.LiteLlm.Requirements.Reading;

/// <summary>As much of a shell's language as it takes to see what is installed.</summary>
internal static partial class ShellText
{
    /// <summary>Puts values in the places of variables; a place without a value stays as it is.</summary>
    /// <param name="text">The text, with <c>$NAME</c>, <c>${NAME}</c> and <c>${NAME:-default}</c>.</param>
    /// <param name="values">The values by name.</param>
    /// <returns>The text.</returns>
    public static string Expand(string text, IReadOnlyDictionary<string, string> values) => Variable().Replace(text, match =>
    {
        string name = match.Groups["name"].Value;
        return values.TryGetValue(name, out string? value) && value.Length > 0
            ? value
            : match.Groups["default"].Success ? match.Groups["default"].Value : match.Value;
    });

    /// <summary>Splits a command line into words; what ends a command is a word of its own.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isList">Whether it is written as a list, <c>["pip", "install"]</c>.</param>
    /// <returns>The words, without quotes.</returns>
    public static IEnumerable<string> Words(string text, bool isList)
    {
        StringBuilder word = new();
        char quote = '\0';
        foreach (char c in text)
        {
            bool isBreak = char.IsWhiteSpace(c) || (isList && c is '[' or ']' or ',');
            if (quote != '\0')
            {
                if (c == quote)
                {
                    quote = '\0';
                }
                else
                {
                    word.Append(c);
                }
            }
            else if (c is '"' or '\'')
            {
                quote = c;
            }
            else if (isBreak || c is ';' or '&' or '|')
            {
                if (word.Length > 0)
                {
                    yield return word.ToString();
                    word.Clear();
                }

                if (!isBreak)
                {
                    yield return ";";
                }
            }
            else
            {
                word.Append(c);
            }
        }

        if (word.Length > 0)
        {
            yield return word.ToString();
        }
    }

    /// <summary>Takes a script apart: a command ends with its line, unless a backslash ends that.</summary>
    /// <param name="script">The script.</param>
    /// <param name="first">The number of its first line.</param>
    /// <returns>The lines of each command, with their numbers.</returns>
    public static IEnumerable<List<(string Text, int Line)>> Commands(string script, int first)
    {
        List<(string Text, int Line)> open = [];
        int line = first;
        foreach (string physical in script.Split('\n'))
        {
            string text = physical.TrimEnd();
            bool goesOn = text.EndsWith('\\');
            open.Add((goesOn ? text[..^1] : text, line));
            line++;
            if (!goesOn)
            {
                yield return open;
                open = [];
            }
        }

        yield return open;
    }

    [GeneratedRegex(
        @"\$(?:(?<name>[A-Za-z_][A-Za-z0-9_]*)|\{(?<name>[A-Za-z_][A-Za-z0-9_]*)(?::?-(?<default>[^}$\n]{0,200})|:?[?+][^}$\n]{0,200})?\})",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Variable();
}
