using System.Globalization;
using System.Net;
using System.Text;

namespace AgentCore.LiteLlm.Reports;

/// <summary>
/// Text as Markdown shows it, whatever it holds. What others wrote is code: there it makes no link, no picture, no markup and no mention, and nobody is
/// told of it.
/// </summary>
internal static class MarkdownText
{
    /// <summary>Writes text of our own on one line.</summary>
    /// <param name="text">The text.</param>
    public static string Escape(string text)
    {
        StringBuilder escaped = new();
        foreach (char c in text.ReplaceLineEndings(" "))
        {
            escaped.Append(c switch
            {
                '<' => "&lt;",
                '&' => "&amp;",
                '\\' or '`' or '*' or '_' or '[' or ']' or '|' or '#' or '!' or '~' or '>' => $"\\{c}",
                _ => c.ToString(),
            });
        }

        return escaped.ToString();
    }

    /// <summary>Writes text as code on one line, in a table too.</summary>
    /// <param name="text">The text; empty gives nothing.</param>
    public static string Code(string text)
    {
        string line = text.ReplaceLineEndings(" ");
        if (string.IsNullOrWhiteSpace(line))
        {
            return "";
        }

        // In a table a bar ends the cell, code or not, and what a backslash before it does is told differently everywhere.
        if (line.Contains('|', StringComparison.Ordinal))
        {
            return CodeElement(line);
        }

        string fence = new('`', LongestRun(line) + 1);
        string padding = line[0] is '`' or ' ' || line[^1] is '`' or ' ' ? " " : "";
        return $"{fence}{padding}{line}{padding}{fence}";
    }

    /// <summary>Writes text as code on one line within HTML.</summary>
    /// <param name="text">The text; empty gives nothing.</param>
    public static string CodeElement(string text) => string.IsNullOrWhiteSpace(text) ? "" : $"<code>{ToEntities(text.ReplaceLineEndings(" "))}</code>";

    /// <summary>Writes text as a block of code, which nothing in it ends.</summary>
    /// <param name="text">The text.</param>
    /// <param name="language">What it is written in.</param>
    public static string Block(string text, string language)
    {
        string fence = new('`', Math.Max(3, LongestRun(text) + 1));
        return $"{fence}{language}\n{text}\n{fence}";
    }

    // Everything that Markdown could read as its own.
    private static string ToEntities(string text)
    {
        StringBuilder escaped = new();
        foreach (char c in text)
        {
            escaped.Append(c switch
            {
                '<' or '>' or '&' or '"' or '\'' => WebUtility.HtmlEncode(c.ToString()),
                <= '~' when char.IsAsciiLetterOrDigit(c) || c == ' ' => c.ToString(),
                <= '~' => string.Create(CultureInfo.InvariantCulture, $"&#{(int)c};"),
                _ => c.ToString(),
            });
        }

        return escaped.ToString();
    }

    private static int LongestRun(string text)
    {
        int longest = 0;
        int run = 0;
        foreach (char c in text)
        {
            run = c == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }
}
