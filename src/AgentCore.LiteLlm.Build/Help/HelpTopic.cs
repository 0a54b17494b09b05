using System.Text;
using System.Text.RegularExpressions;

namespace AgentCore.LiteLlm.Build.Help;

/// <summary>Writes the about topics: text that is taken as it is, but for a line <c>{docs/errors.md}</c>, which the table of errors fills.</summary>
internal static partial class HelpTopic
{
    private const string Place = "{docs/errors.md}";
    private const int Width = 78;

    /// <summary>Fills a topic in.</summary>
    /// <param name="topic">The topic's text.</param>
    /// <param name="errors">The text of docs/errors.md.</param>
    /// <returns>The text that Get-Help shows.</returns>
    public static string Fill(string topic, string errors) =>
        topic.ReplaceLineEndings("\n")
            .Replace(Place, string.Join("\n\n", errors.ReplaceLineEndings("\n").Split('\n').Select(ToText).Where(t => t.Length > 0)), StringComparison.Ordinal);

    private static string ToText(string line)
    {
        if (line.StartsWith("## ", StringComparison.Ordinal))
        {
            return "  " + line[3..];
        }

        Match row = Row().Match(line);
        if (!row.Success)
        {
            return "";
        }

        string advice = row.Groups["advice"].Value.Trim();
        return $"    {row.Groups["id"].Value} ({row.Groups["category"].Value})\n{Wrap(ToPlain(row.Groups["cause"].Value), 8)}"
            + (advice.Length == 0 ? "" : "\n" + Wrap($"What to do: {ToPlain(advice)}{(advice[^1] is '?' or '.' ? "" : ".")}", 8));
    }

    private static string ToPlain(string cell) => Link().Replace(cell.Trim(), "$1").Replace("`", "", StringComparison.Ordinal);

    private static string Wrap(string text, int indent)
    {
        StringBuilder lines = new();
        int column = 0;
        foreach (string word in text.Split(' '))
        {
            if (column > 0 && column + 1 + word.Length > Width)
            {
                lines.Append('\n');
                column = 0;
            }

            lines.Append(column == 0 ? new string(' ', indent) : " ").Append(word);
            column += (column == 0 ? indent : 1) + word.Length;
        }

        return lines.ToString();
    }

    [GeneratedRegex(@"^\| `(?<id>\w+)` \| (?<category>\w+) \| (?<cause>[^|]*)\|(?<advice>[^|]*)\|")]
    private static partial Regex Row();

    [GeneratedRegex(@"\[([^\]]+)\]\([^)]+\)")]
    private static partial Regex Link();
}
