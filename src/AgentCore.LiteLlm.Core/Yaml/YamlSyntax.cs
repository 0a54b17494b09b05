using System.Buffers;
using System.Globalization;
using AgentCore.LiteLlm.Diagnostics;

namespace AgentCore.LiteLlm.Yaml;

/// <summary>Says in words an author can use what the parser found wrong.</summary>
internal static class YamlSyntax
{
    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

    /// <summary>Explains a complaint of the parser.</summary>
    /// <param name="complaint">The parser's own message.</param>
    /// <param name="open">Where the innermost list or mapping that is still open begins.</param>
    /// <returns>A sentence, and what to do about it where that can be said.</returns>
    public static (string Message, string? Suggestion) Explain(string complaint, YamlMark open)
    {
        foreach ((string part, string message, string? suggestion) in Explanations(open))
        {
            if (complaint.Contains(part, StringComparison.Ordinal))
            {
                return (message, suggestion);
            }
        }

        return ("This is not YAML: " + ToClause(complaint), null);
    }

    /// <summary>Finds the tab that a complaint is about, since the parser only tells where the block around it begins.</summary>
    /// <param name="complaint">The parser's own message.</param>
    /// <param name="text">The whole text.</param>
    /// <returns>The place of the first tab in an indentation, or null when the complaint is about something else.</returns>
    public static YamlMark? FindTab(string complaint, string text)
    {
        if (!complaint.Contains("tab", StringComparison.Ordinal))
        {
            return null;
        }

        int line = 1;
        foreach (ReadOnlySpan<char> content in text.AsSpan().EnumerateLines())
        {
            ReadOnlySpan<char> indent = content[..^content.TrimStart(" \t").Length];
            if (indent.Contains('\t') && indent.Length < content.Length)
            {
                return new YamlMark(line, indent.IndexOf('\t') + 1);
            }

            line++;
        }

        return null;
    }

    /// <summary>
    /// Looks at the lines for what the parser cannot know: a blank that is none, a colon without one behind it, a line that lost its indentation.
    /// </summary>
    /// <param name="text">The whole text.</param>
    /// <param name="line">The line that the complaint is about, from 1.</param>
    /// <returns>What is more likely wrong, where, and what to do; null where the lines say nothing.</returns>
    public static (YamlMark At, string Message, string Suggestion)? FindLikely(string text, int line)
    {
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        for (int at = Math.Min(line, lines.Length); at >= Math.Max(1, line - 1); at--)
        {
            string content = lines[at - 1];
            if (InvisibleCharacters.FindIn(content) is { } hidden)
            {
                return (new YamlMark(at, InvisibleCharacters.IndexIn(content) + 1),
                    $"Here stands {hidden}, which YAML takes for a letter.", "Write an ordinary space, or delete it.");
            }
        }

        for (int at = Math.Min(line, lines.Length); at >= Math.Max(1, line - 1); at--)
        {
            string content = lines[at - 1];
            string bare = content.TrimStart(' ');
            int colon = bare.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && colon + 1 < bare.Length && !char.IsWhiteSpace(bare[colon + 1]) && !bare.Contains("//", StringComparison.Ordinal)
                && bare.AsSpan(0, colon).IndexOfAnyExcept(NameCharacters) < 0 && !bare.Contains(": ", StringComparison.Ordinal))
            {
                string key = bare[..colon];
                return (new YamlMark(at, content.Length - bare.Length + colon + 1),
                    $"No space follows the ':' of '{key}', so this line is no key with a value.", "Write a space after the colon.");
            }
        }

        // 'model_id: m' at the margin, between lines that are indented alike.
        if (line > 2 && line <= lines.Length && IndentOf(lines[line - 1]) is > 0 and int inner && IndentOf(lines[line - 2]) < inner
            && lines[line - 2].Contains(": ", StringComparison.Ordinal) && IndentOf(lines[line - 3]) == inner)
        {
            return (new YamlMark(line - 1, IndentOf(lines[line - 2]) + 1), "This line begins further left than those around it.",
                string.Create(CultureInfo.InvariantCulture, $"Indent it by {inner} spaces."));
        }

        if (line > 2 && line <= lines.Length && IndentOf(lines[line - 1]) is > 0 and int deeper && IndentOf(lines[line - 2]) < deeper
            && lines[line - 2].Contains(": ", StringComparison.Ordinal) && lines[line - 3].TrimEnd().EndsWith(':'))
        {
            return (new YamlMark(line - 1, IndentOf(lines[line - 2]) + 1), "This line begins further left than the one below it.",
                string.Create(CultureInfo.InvariantCulture, $"Indent it by {deeper} spaces."));
        }

        return null;
    }

    private static int IndentOf(string line) => line.Length - line.TrimStart(' ').Length;

    private static string ToClause(string complaint)
    {
        string clause = complaint.Trim().TrimEnd('.');
        return clause.Length == 0 ? "the parser cannot go on here." : char.ToLowerInvariant(clause[0]) + clause[1..] + ".";
    }

    // Made when a file is broken, and only then. The first that fits wins.
    private static (string Part, string Message, string? Suggestion)[] Explanations(YamlMark open) =>
    [
        ("invalid tab", "A tab stands in the indentation.", "Indent with spaces."),
        ("tab character", "A tab stands in the indentation.", "Indent with spaces."),
        ("cannot start any token", "This character cannot begin a value.",
            "Indent with spaces, and put text that begins with '@', '`', '%' or a tab in quotes."),
        ("Mapping values are not allowed", "A ': ' stands where no key can be.",
            "If it is part of the text, put the whole text in quotes; else check the indentation."),
        ("found invalid mapping", "A ': ' stands where no key can be.", "If it is part of the text, put the whole text in quotes; else check the indentation."),
        ("could not find expected ':'", "This line has no ':' after its key.", "Write 'key: value', with a space after the colon."),
        ("did not find expected key", "A key with a ':' after it is expected here.",
            "Check that the indentation is that of the keys above, and that quotes are closed."),
        ("did not find expected '-' indicator", "An entry that begins with '- ' is expected here.", "Check the indentation."),
        ("did not find expected ',' or ']'",
            string.Create(CultureInfo.InvariantCulture, $"The list that began with '[' on line {open.Line}, column {open.Column} is not closed here."),
            "Add ',' or ']'."),
        ("did not find expected ',' or '}'",
            string.Create(CultureInfo.InvariantCulture, $"The mapping that began with '{{' on line {open.Line}, column {open.Column} is not closed here."),
            "Add ',' or '}'."),
        ("did not find expected node content", "A value is expected here.", null),
        ("unexpected end of stream", "A quotation mark is opened and never closed.", "Close it at the end of its text."),
        ("unexpected document indicator", "A quotation mark is still open when the document ends.", "Close it."),
        ("unknown escape character", "A '\\' in double quotes is followed by no known escape.", "Write '\\\\', or use single quotes."),
        ("hexadecimal number", "An escape in double quotes lacks its hexadecimal digits.",
            "In single quotes a '\\' is a '\\', as in a Windows path."),
        ("Unicode", "An escape in double quotes stands for no character.", "In single quotes a '\\' is a '\\'."),
        ("wrong indentation", "A quotation mark is opened here and not closed before a line that begins further left.",
            "Close it; where the text goes on, indent its lines further than its key."),
        ("sequence entries are not allowed", "A list entry ('- ') stands where none can be.", "Begin the list on the line after its key."),
        ("Mapping keys are not allowed", "A key stands where none can be.", "Check the indentation."),
        ("undefined tag handle", "This tag uses a handle that is not declared.", "Delete the tag."),
        ("more than one anchor", "A value has two anchors.", "Delete one."),
        ("expected <document start>", "Text follows the end of the document.", "Check the indentation of this line."),
        ("expected <document end>", "Text follows the end of the document.", "Check the indentation of this line."),
        ("%YAML", "The %YAML directive is not one of YAML 1.1 or 1.2.", "Delete it."),
        ("incompatible YAML document", "The %YAML directive is not one of YAML 1.1 or 1.2.", "Delete it."),
        ("directive", "A '%' at the start of a line begins a directive, and this is none.", "Put text that begins with '%' in quotes."),
        ("block scalar", "The text block that begins with '|' or '>' is not indented as it must be.", "Indent its lines evenly, further than its key."),
        ("a comment", "A comment needs a space before its '#'.", null),
        ("anchor or alias", "The name of an anchor holds a character it cannot hold.", "If the '&' or '*' is part of the text, put the text in quotes."),
        ("tag", "A tag is not written as one.", "If the '!' is part of the text, put the text in quotes."),
    ];
}
