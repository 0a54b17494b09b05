using System.Text.RegularExpressions;

namespace AgentCore.LiteLlm.Build.Help;

/// <summary>A heading of a page and the lines beneath it.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Line">The heading's line, from 1.</param>
/// <param name="Lines">The lines beneath it, down to the next heading of its level.</param>
internal sealed partial record HelpSection(string Title, int Line, IReadOnlyList<string> Lines)
{
    private const string Fence = "```";

    /// <summary>Gets a section with nothing in it.</summary>
    public static HelpSection Empty { get; } = new("", 1, []);

    /// <summary>Splits a page into its title and its sections.</summary>
    public static HelpSection[] Split(string text, List<HelpProblem> problems)
    {
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        if (lines.Count(l => l.StartsWith(Fence, StringComparison.Ordinal)) % 2 != 0)
        {
            problems.Add(new HelpProblem(lines.Length, "A block of code is never closed."));
        }

        HelpSection[] sections = Cut(lines, 1, level => level <= 2);
        return sections.Length > 0 ? sections : [Empty];
    }

    /// <summary>Gets the headings within the section.</summary>
    public HelpSection[] Parts() => Cut(Lines, Line + 1, level => level == 3);

    /// <summary>Gets the text as paragraphs, without code and without Markdown's marks; a list stays in lines.</summary>
    public string[] Paragraphs()
    {
        List<string> paragraphs = [];
        List<string> current = [];
        foreach (string line in Lines.Where(OutsideOfCode()).Append(""))
        {
            if (line.Trim() is { Length: > 0 } words && !words.StartsWith('#') && !words.StartsWith("<!--", StringComparison.Ordinal))
            {
                bool isListed = words.StartsWith("- ", StringComparison.Ordinal);
                if (isListed || current.Count == 0)
                {
                    current.Add(words);
                }
                else
                {
                    current[^1] += " " + words;
                }
            }
            else if (current.Count > 0)
            {
                paragraphs.Add(ToPlain(string.Join('\n', current)));
                current.Clear();
            }
        }

        return [.. paragraphs];
    }

    /// <summary>Gets the lines of the blocks of code.</summary>
    public string[] Code()
    {
        Func<string, bool> isOutside = OutsideOfCode();
        return [.. Lines.Where(line => !isOutside(line) && !line.StartsWith(Fence, StringComparison.Ordinal))];
    }

    private static Func<string, bool> OutsideOfCode()
    {
        bool isCode = false;
        return line =>
        {
            bool isFence = line.StartsWith(Fence, StringComparison.Ordinal);
            isCode ^= isFence;
            return !isCode && !isFence;
        };
    }

    private static HelpSection[] Cut(IReadOnlyList<string> lines, int first, Func<int, bool> isHeading)
    {
        List<(string Title, int At)> headings = [];
        Func<string, bool> isOutside = OutsideOfCode();
        for (int at = 0; at < lines.Count; at++)
        {
            int level = isOutside(lines[at]) ? lines[at].TakeWhile(c => c == '#').Count() : 0;
            if (level > 0 && isHeading(level))
            {
                headings.Add((lines[at][level..].Trim(), at));
            }
        }

        return [.. headings.Select((h, i) => new HelpSection(
            h.Title,
            first + h.At,
            [.. lines.Skip(h.At + 1).Take((i + 1 < headings.Count ? headings[i + 1].At : lines.Count) - h.At - 1)]))];
    }

    private static string ToPlain(string words) => Mark().Replace(Link().Replace(words, "$1"), "$2");

    [GeneratedRegex(@"\[([^\]]+)\]\([^)]+\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"(`|\*\*)(.+?)\1")]
    private static partial Regex Mark();
}
