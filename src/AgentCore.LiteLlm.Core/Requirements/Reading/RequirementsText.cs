using System.Text.RegularExpressions;
using AgentCore.LiteLlm.Files;

namespace AgentCore.LiteLlm.Requirements.Reading;

/// <summary>Reads <c>requirements.txt</c> the way pip does: joined lines, comments, options, and the files it includes.</summary>
internal sealed partial class RequirementsText
{
    private const int MostFiles = 200;

    private readonly HashSet<string> _read = new(StringComparer.Ordinal);
    private readonly List<FoundRequirement> _found = [];

    private RequirementsText()
    {
    }

    /// <summary>Reads a file and those it includes, each once.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="path">The file.</param>
    /// <returns>What they ask for.</returns>
    public static IReadOnlyList<FoundRequirement> Read(string text, string path)
    {
        RequirementsText reader = new();
        reader._read.Add("r " + Path.GetFullPath(path));

        // A list of work in place of recursion: a chain of includes may be long.
        Queue<(string Text, string Path, bool IsConstraint)> files = new([(text, path, false)]);
        while (files.TryDequeue(out (string Text, string Path, bool IsConstraint) file))
        {
            reader.ReadLines(file.Text, file.Path, file.IsConstraint, files);
        }

        return reader._found;
    }

    private static IEnumerable<(string Text, int Line)> JoinedLines(string text)
    {
        string joined = "";
        int first = 0;
        int line = 0;
        foreach (string physical in text.Split('\n'))
        {
            line++;
            string content = physical.TrimEnd('\r');
            first = joined.Length == 0 ? line : first;
            if (content.EndsWith('\\') && !content.TrimStart().StartsWith('#') && joined.Length < 10_000)
            {
                joined += content[..^1] + " ";
                continue;
            }

            yield return (joined + content, first);
            joined = "";
        }

        yield return (joined, first);
    }

    private void ReadLines(string text, string path, bool isConstraint, Queue<(string Text, string Path, bool IsConstraint)> files)
    {
        foreach ((string joined, int line) in JoinedLines(text))
        {
            string content = Comment().Replace(joined, "").Trim();
            Match include = Include().Match(content);
            if (include.Success)
            {
                Enqueue(include.Groups["file"].Value.Trim('"', '\''), isConstraint || include.Groups["constraint"].Success, path, line, files);
                continue;
            }

            Match editable = Editable().Match(content);
            string requirement = editable.Success ? editable.Groups["place"].Value : content;
            if (requirement.Length == 0 || requirement[0] == '-')
            {
                continue;
            }

            FoundRequirement? found = PackageText.Find(requirement, path, line);
            if (found is null && !AnyRequirement().IsMatch(requirement[..Math.Min(requirement.Length, 2_000)]))
            {
                found = new FoundRequirement.Broken(path, line, requirement, "This line is no requirement.");
            }

            if (found is not null)
            {
                _found.Add(
                    isConstraint && found is FoundRequirement.Package package
                        ? new FoundRequirement.Constraint(path, line, package.Text, package.Versions)
                        : found);
            }
        }
    }

    private void Enqueue(string file, bool isConstraint, string from, int line, Queue<(string Text, string Path, bool IsConstraint)> files)
    {
        if (file.Contains("://", StringComparison.Ordinal))
        {
            _found.Add(new FoundRequirement.Broken(from, line, file, "The list at this address is not fetched, so nothing is known about it."));
            return;
        }

        if (file.Contains('\0', StringComparison.Ordinal))
        {
            return;
        }

        string path = Path.GetFullPath(file, Path.GetDirectoryName(Path.GetFullPath(from))!);
        if (!_read.Add((isConstraint ? "c " : "r ") + path))
        {
            return;
        }

        string? problem = _read.Count > MostFiles ? "More files are included than are read." : null;
        string? text = problem is null ? ReadIncluded(path, out problem) : null;
        if (text is null)
        {
            _found.Add(new FoundRequirement.Broken(from, line, file, problem!));
            return;
        }

        files.Enqueue((text, path, isConstraint));
    }

    // That a file is not there is a finding about the one that names it.
    private static string? ReadIncluded(string path, out string? problem)
    {
        problem = null;
        try
        {
            return InputFile.ReadText(path, RequirementFile.MaximumBytes);
        }
        catch (FileException e)
        {
            problem = $"The file that is included here cannot be read: it {e.Reason}";
            return null;
        }
    }

    [GeneratedRegex(@"(^|\s)#.*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex(
        @"^(?:-r|--requirement|(?<constraint>-c|--constraint))(?:\s*=\s*|\s*)(?<file>\S.*)\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Include();

    [GeneratedRegex(@"^(?:-e|--editable)(?:\s*=\s*|\s+)(?<place>\S.*)\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Editable();

    // A name with what may follow it, or a place.
    [GeneratedRegex(
        @"^([A-Za-z0-9][A-Za-z0-9._-]*\s*(\[[^\]]*\])?\s*($|[<>=!~;@(]|--?[a-z])|\S*[/\\]|\S+\.(whl|zip|gz)\b|\.)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex AnyRequirement();
}
