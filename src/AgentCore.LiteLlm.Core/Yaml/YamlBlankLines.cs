using YamlDotNet.Core;

namespace AgentCore.LiteLlm.Yaml;

/// <summary>Lines that hold nothing but blanks, as editors leave them, where the scanner takes the blanks for more than that.</summary>
internal static class YamlBlankLines
{
    /// <summary>Empties the lines of blanks that a complaint of the scanner is about.</summary>
    /// <param name="text">The text.</param>
    /// <param name="complaint">What the scanner says.</param>
    /// <returns>The text without these blanks; null when the complaint is about something else.</returns>
    public static string? Empty(string text, YamlException complaint)
    {
        if (complaint.Message.Contains("tab character", StringComparison.Ordinal))
        {
            return EmptyRun(text, LineStart(text, complaint.End.Line), after: 0, isMeant: static _ => true);
        }

        return complaint.Message.Contains("extra spaces in first line", StringComparison.Ordinal)
            || complaint.Message.Contains("lines above first content line", StringComparison.Ordinal)
                ? EmptyBlock(text, LineStart(text, complaint.Start.Line))
                : null;
    }

    /// <summary>Ends a last line of blanks, without whose end the scanner forgets that it is one.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The text.</returns>
    public static string EndLast(string text)
    {
        int last = text.LastIndexOf('\n') + 1;
        return last < text.Length && string.IsNullOrWhiteSpace(text[last..]) ? text + "\n" : text;
    }

    // A text block of which nothing but such lines is there is empty (YAML 1.2, 8.1.1.1): what follows them belongs to what the block stands in.
    private static string? EmptyBlock(string text, int at)
    {
        int header = at;
        do
        {
            header = header == 0 ? 0
                : text.LastIndexOf('\n', header - 1, header) is var previous && previous > 0 ? text.LastIndexOf('\n', previous - 1, previous) + 1
                : 0;
        }
        while (header > 0 && IsBlank(text, header));

        int around = FindIndentation(text, header);
        return EmptyRun(text, text.IndexOf('\n', header) + 1, header, next => next <= around);
    }

    // Of the lines of blanks from here on, which must be there, and only where the line after them is indented as it is meant to be.
    private static string? EmptyRun(string text, int start, int after, Func<int, bool> isMeant)
    {
        int end = start;
        int lines = 0;
        while (end < text.Length && IsBlank(text, end))
        {
            int next = text.IndexOf('\n', end);
            end = next < 0 ? text.Length : next + 1;
            lines++;
        }

        bool isLast = end == text.Length;
        int indentation = isLast ? 0 : text.AsSpan(end).IndexOfAnyExcept(' ');
        bool holdsBlanks = text.AsSpan(start, end - start).IndexOfAny(' ', '\t') >= 0;
        return start <= after || !holdsBlanks || !(isLast || isMeant(indentation))
            ? null
            : string.Concat(text.AsSpan(0, start), new string('\n', lines), text.AsSpan(end));
    }

    // Of the list or mapping that the line's value stands in: the column of its key, or of the '-' right before it.
    private static int FindIndentation(string text, int line)
    {
        int at = line;
        int column = 0;
        while (at < text.Length && text[at] is ' ' or '-' or '?')
        {
            column = text[at] == ' ' ? column : at - line;
            at++;
        }

        return at < text.Length && text[at] is '|' or '>' or '!' or '&' ? column : at - line;
    }

    private static bool IsBlank(string text, int line)
    {
        int content = text.AsSpan(line).IndexOfAnyExcept(" \t\r");
        return content < 0 || text[line + content] == '\n';
    }

    private static int LineStart(string text, long number)
    {
        int start = 0;
        for (long line = 1; line < number; line++)
        {
            int next = text.IndexOf('\n', start);
            if (next < 0)
            {
                return text.Length;
            }

            start = next + 1;
        }

        return start;
    }
}
