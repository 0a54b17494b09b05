using System.Reflection;

namespace AgentCore.LiteLlm.Build.Help;

/// <summary>Writes the files of the module's <c>en-US</c> folder.</summary>
internal static class HelpFiles
{
    /// <summary>Writes the cmdlets' help and the topics.</summary>
    /// <param name="assembly">The module's assembly; the comments' file lies beside it.</param>
    /// <param name="docs">The docs folder.</param>
    /// <param name="output">The folder to write to.</param>
    /// <returns>What is wrong with the pages, each with its place; then nothing is written.</returns>
    public static string[] Write(string assembly, string docs, string output)
    {
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
        MamlWriter.Write(Path.Combine(output, Path.GetFileName(assembly) + "-Help.xml"), cmdlets, pages);
        string errors = File.ReadAllText(Path.Combine(docs, "errors.md"));
        foreach (string topic in Directory.EnumerateFiles(source, "about_*.help.txt"))
        {
            File.WriteAllText(Path.Combine(output, Path.GetFileName(topic)), HelpTopic.Fill(File.ReadAllText(topic), errors));
        }

        return [];
    }
}
