using System.Text.RegularExpressions;

namespace AgentCore.LiteLlm.Requirements.Reading;

/// <summary>Reads a Dockerfile: the images it is built from, and what its commands install.</summary>
internal static partial class ContainerFile
{
    /// <summary>Reads a file.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="path">The file.</param>
    /// <returns>What it brings in.</returns>
    public static IEnumerable<FoundRequirement> Read(string text, string path)
    {
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        HashSet<string> stages = new(StringComparer.OrdinalIgnoreCase);
        foreach (List<(string Text, int Line)> instruction in Instructions(text))
        {
            string joined = string.Join(' ', instruction.Select(l => l.Text)).Trim();
            int line = instruction[0].Line;
            string first = joined.Split(' ', 2)[0].ToUpperInvariant();
            switch (first)
            {
                case "ARG" or "ENV":
                    foreach (Match pair in Assignment().Matches(joined))
                    {
                        values[pair.Groups["name"].Value] = ShellText.Expand(pair.Groups["value"].Value.Trim('"', '\''), values);
                    }

                    break;
                case "FROM":
                    Match from = From().Match(joined);
                    if (!stages.Contains(from.Groups["image"].Value)
                        && ImageTag.Find(ShellText.Expand(from.Groups["image"].Value, values), path, line) is { } image)
                    {
                        yield return image;
                    }

                    stages.Add(from.Groups["stage"].Value);
                    break;
                case "COPY" or "ADD" when CopyFrom().Match(joined) is { Success: true } copy:
                    if (!stages.Contains(copy.Groups["image"].Value)
                        && ImageTag.Find(ShellText.Expand(copy.Groups["image"].Value, values), path, line) is { } source)
                    {
                        yield return source;
                    }

                    break;
            }

            foreach (FoundRequirement found in InstallCommands.Find(
                instruction.Select(l => (ShellText.Expand(l.Text, values), l.Line)), path, ListForm().IsMatch(joined)))
            {
                yield return found;
            }
        }
    }

    private static IEnumerable<List<(string Text, int Line)>> Instructions(string text)
    {
        char escape = EscapeDirective().IsMatch(text) ? '`' : '\\';
        List<(string Text, int Line)> open = [];
        int line = 0;
        foreach (string physical in text.Split('\n'))
        {
            line++;
            string content = physical.TrimEnd();
            if (content.Length == 0 || content.TrimStart()[0] == '#')
            {
                continue;
            }

            bool goesOn = content[^1] == escape;
            open.Add((goesOn ? content[..^1] : content, line));
            if (!goesOn)
            {
                yield return open;
                open = [];
            }
        }

        if (open.Count > 0)
        {
            yield return open;
        }
    }

    [GeneratedRegex(
        @"(?:^ENV\s+(?<name>[A-Za-z_][A-Za-z0-9_]*)\s+(?=[^=\s]+\z)|\b(?<name>[A-Za-z_][A-Za-z0-9_]*)=)(?<value>""[^""]{0,1000}""|'[^']{0,1000}'|\S*)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Assignment();

    [GeneratedRegex(
        @"^FROM\s+(?:--\S+\s+)*(?<image>\S+)(?:\s+AS\s+(?<stage>\S+))?",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex From();

    [GeneratedRegex(@"\s--from=(?<image>\S+)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex CopyFrom();

    [GeneratedRegex(@"^(?:RUN|CMD|ENTRYPOINT)\s+(?:--\S+\s+)*\[", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex ListForm();

    [GeneratedRegex(@"\A\s*#\s*escape\s*=\s*`", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex EscapeDirective();
}
