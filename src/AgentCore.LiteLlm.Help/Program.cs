using System.Reflection;
using AgentCore.LiteLlm.Help;

// Arguments: the module's assembly, the docs folder, the folder to write to.
string assembly = Path.GetFullPath(args[0]);
string source = Path.Combine(args[1], "en-US");
HelpPage[] pages = [.. Directory.EnumerateFiles(source, "*.md").Order(StringComparer.Ordinal).Select(HelpPageReader.ReadFile)];
CmdletDescription[] cmdlets = CmdletReflection.Read(Assembly.LoadFrom(assembly), DocumentationComments.ReadFile(Path.ChangeExtension(assembly, ".xml")));

foreach (HelpPage page in pages)
{
    foreach (HelpProblem problem in page.Problems.Concat(cmdlets.Any(c => c.Name == page.Name) ? [] : [new HelpProblem(1, $"'{page.Name}' is no cmdlet of the module.")]))
    {
        // MSBuild reads this form as an error with its place.
#pragma warning disable RS0030 // a build tool has no pipeline to write to
        Console.Error.WriteLine($"{page.File}({problem.Line}): error HELP01: {problem.Message}");
#pragma warning restore RS0030
        Environment.ExitCode = 1;
    }
}

if (Environment.ExitCode == 0)
{
    Directory.CreateDirectory(args[2]);
    MamlWriter.Write(Path.Combine(args[2], Path.GetFileName(assembly) + "-Help.xml"), cmdlets, pages);
    string errors = File.ReadAllText(Path.Combine(args[1], "errors.md"));
    foreach (string topic in Directory.EnumerateFiles(source, "about_*.help.txt"))
    {
        File.WriteAllText(Path.Combine(args[2], Path.GetFileName(topic)), HelpTopic.Fill(File.ReadAllText(topic), errors));
    }
}
