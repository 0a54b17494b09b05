using System.Text.RegularExpressions;

namespace AgentCore.LiteLlm.Build.Help;

/// <summary>Reads the pages of docs/en-US: a title, a synopsis, and the sections that Get-Help knows.</summary>
internal static partial class HelpPageReader
{
    private static readonly string[] Sections = ["Description", "Examples", "Inputs", "Outputs", "Notes", "Links"];

    /// <summary>Reads a page from a file.</summary>
    public static HelpPage ReadFile(string path) => Read(path, File.ReadAllText(path));

    /// <summary>Reads a page.</summary>
    /// <param name="file">The name of its file, for messages.</param>
    /// <param name="text">Its Markdown.</param>
    /// <returns>The page, and what is wrong with it.</returns>
    public static HelpPage Read(string file, string text)
    {
        List<HelpProblem> problems = [];
        HelpSection[] sections = HelpSection.Split(text, problems);
        string name = Path.GetFileNameWithoutExtension(file);
        if (sections[0].Title != name)
        {
            problems.Add(new HelpProblem(1, $"The page must begin with '# {name}'."));
        }

        foreach (HelpSection unknown in sections.Skip(1).Where(s => !Sections.Contains(s.Title)))
        {
            problems.Add(new HelpProblem(unknown.Line, $"'{unknown.Title}' is no section; there are {string.Join(", ", Sections)}."));
        }

        foreach (string missing in Sections.Except(sections.Select(s => s.Title)).Except(["Notes"]))
        {
            problems.Add(new HelpProblem(1, $"The section '{missing}' is missing."));
        }

        string[] synopsis = sections[0].Paragraphs();
        if (synopsis.Length != 1)
        {
            problems.Add(new HelpProblem(1, "The synopsis is one paragraph below the title."));
        }

        HelpSection Section(string title) => Array.Find(sections, s => s.Title == title) ?? HelpSection.Empty;
        return new HelpPage
        {
            File = file,
            Name = name,
            Synopsis = synopsis.FirstOrDefault() ?? "",
            Description = Section("Description").Paragraphs(),
            Examples = [.. Section("Examples").Parts().Select(p => ToExample(p, problems))],
            Inputs = [.. Section("Inputs").Parts().Select(p => new HelpEntry(p.Title, p.Paragraphs()))],
            Outputs = [.. Section("Outputs").Parts().Select(p => new HelpEntry(p.Title, p.Paragraphs()))],
            Notes = Section("Notes").Paragraphs(),
            Links = [.. Section("Links").Lines.Select(l => Link().Match(l)).Where(m => m.Success).Select(ToLink)],
            Problems = problems,
        };
    }

    private static HelpExample ToExample(HelpSection part, List<HelpProblem> problems)
    {
        string[] code = part.Code();
        if (code.Length == 0)
        {
            problems.Add(new HelpProblem(part.Line, $"The example '{part.Title}' has no block of PowerShell."));
        }

        return new HelpExample(part.Title, string.Join('\n', code), part.Paragraphs());
    }

    // A link to a page beside this one is the name of a cmdlet or topic, which Get-Help finds by itself.
    private static HelpLink ToLink(Match link)
    {
        string address = link.Groups["address"].Value;
        return new HelpLink(link.Groups["text"].Value, address.Contains("://", StringComparison.Ordinal) ? address : "");
    }

    [GeneratedRegex(@"^- \[(?<text>[^\]]+)\]\((?<address>[^)]+)\)")]
    private static partial Regex Link();
}
