using System.Reflection;

namespace AgentCore.LiteLlm.Build.Help;

/// <summary>Writes the files of the module's <c>en-US</c> folder.</summary>
internal static class HelpFiles
{
    /// <summary>Writes the cmdlets' help and the topics.</summary>
    /// <param name="assembly">The module's assembly; the comments' file lies beside it.</param>
    /// <param name="docs">The docs folder.</param>
    /// <param name="output">The folder to write to.</param>
    /// <param name="address">Where the docs folder is published, which <c>Get-Help -Online</c> opens; null where it is nowhere.</param>
    /// <returns>What is wrong with the pages, each with its place; then nothing is written.</returns>
    public static string[] Write(string assembly, string docs, string output, string? address)
    {
        bool isFolder = Uri.TryCreate(address, UriKind.Absolute, out Uri? folder) && folder is { Scheme: "https", Query: "", Fragment: "" };
        if (address is not null && !isFolder)
        {
            return [$"error HELP03: The address of the pages, '{address}', is no https address of a folder."];
        }

        string source = Path.Combine(docs, "en-US");
        HelpPage[] pages = [.. Directory.EnumerateFiles(source, "*.md").Order(StringComparer.Ordinal).Select(HelpPageReader.ReadFile)];
        CmdletDescription[] cmdlets = CmdletReflection.Read(
            Assembly.LoadFrom(assembly), DocumentationComments.ReadFile(Path.ChangeExtension(assembly, ".xml")));
        string[] problems =
        [
            .. pages.SelectMany(p => p.Problems.Select(problem => $"{p.File}({problem.Line}): error HELP01: {problem.Message}")),
            .. pages.Where(p => !cmdlets.Any(c => c.Name == p.Name)).Select(p => $"{p.File}(1): error HELP02: '{p.Name}' is no cmdlet of the module."),
        ];
        if (problems.Length > 0)
        {
            return problems;
        }

        Directory.CreateDirectory(output);
        MamlWriter.Write(Path.Combine(output, Path.GetFileName(assembly) + "-Help.xml"), cmdlets, [.. pages.Select(p => WithAddress(p, address))]);
        string errors = File.ReadAllText(Path.Combine(docs, "errors.md"));
        foreach (string topic in Directory.EnumerateFiles(source, "about_*.help.txt"))
        {
            File.WriteAllText(Path.Combine(output, Path.GetFileName(topic)), HelpTopic.Fill(File.ReadAllText(topic), errors));
        }

        return [];
    }

    // Get-Help -Online opens the first link that has an address.
    private static HelpPage WithAddress(HelpPage page, string? address) => address is null
        ? page
        : page with { Links = [new HelpLink("Online version", $"{address.TrimEnd('/')}/en-US/{page.Name}.md"), .. page.Links] };
}
