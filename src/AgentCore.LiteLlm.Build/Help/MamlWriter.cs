using System.Xml.Linq;

namespace AgentCore.LiteLlm.Build.Help;

/// <summary>Writes the XML that Get-Help reads.</summary>
internal static class MamlWriter
{
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    /// <summary>Writes the help of every cmdlet; one that has no page gets what its declaration says.</summary>
    public static void Write(string path, IReadOnlyList<CmdletDescription> cmdlets, IReadOnlyList<HelpPage> pages) => ToDocument(cmdlets, pages).Save(path);

    /// <summary>Makes the help of every cmdlet.</summary>
    public static XDocument ToDocument(IReadOnlyList<CmdletDescription> cmdlets, IReadOnlyList<HelpPage> pages) => new(
        new XElement(
            XName.Get("helpItems", "http://msh"),
            new XAttribute("schema", "maml"),
            new XAttribute(XNamespace.Xmlns + "command", Command),
            new XAttribute(XNamespace.Xmlns + "maml", Maml),
            new XAttribute(XNamespace.Xmlns + "dev", Dev),
            cmdlets.Select(c => ToCommand(c, pages.FirstOrDefault(p => p.Name == c.Name) ?? new HelpPage { File = "", Name = c.Name, Synopsis = c.Text }))));

    private static XElement ToCommand(CmdletDescription cmdlet, HelpPage page) => new(
        Command + "command",
        new XElement(
            Command + "details",
            new XElement(Command + "name", cmdlet.Name),
            new XElement(Command + "verb", cmdlet.Verb),
            new XElement(Command + "noun", cmdlet.Noun),
            Text("description", [page.Synopsis])),
        Text("description", page.Description),
        new XElement(Command + "syntax", cmdlet.Sets.Select(s => ToSyntax(cmdlet, s))),
        new XElement(Command + "parameters", cmdlet.Parameters.Select(p => ToParameter(p, ParameterRole.Join(p.Roles.Values), isListed: true))),
        new XElement(Command + "inputTypes", page.Inputs.Select(i => ToType("inputType", i.Title, i.Paragraphs))),
        new XElement(Command + "returnValues", page.Outputs.Select(o => ToType("returnValue", o.Title, o.Paragraphs))),
        new XElement(Maml + "alertSet", new XElement(Maml + "alert", page.Notes.Select(Paragraph))),
        new XElement(Command + "examples", page.Examples.Select((e, i) => ToExample(e, i + 1))),
        new XElement(Command + "relatedLinks", page.Links.Select(ToLink)));

    private static XElement ToSyntax(CmdletDescription cmdlet, string set) => new(
        Command + "syntaxItem",
        new XElement(Maml + "name", cmdlet.Name),
        cmdlet.Parameters.Where(p => p.RoleIn(set) is not null)
            .OrderBy(p => p.RoleIn(set)!.Position ?? int.MaxValue)
            .ThenBy(p => !p.RoleIn(set)!.IsRequired)
            .Select(p => ToParameter(p, p.RoleIn(set)!, isListed: false)));

    private static XElement ToParameter(ParameterDescription parameter, ParameterRole role, bool isListed) => new(
        Command + "parameter",
        new XAttribute("required", role.IsRequired),
        new XAttribute("variableLength", "true"),
        new XAttribute("globbing", parameter.TakesWildcards),
        new XAttribute("pipelineInput", role.PipelineText),
        new XAttribute("position", role.PositionText),
        new XAttribute("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)),
        new XElement(Maml + "name", parameter.Name),
        Text(
            "description",
            isListed && parameter.Choices.Count > 0 ? [parameter.Text, $"Possible values: {string.Join(", ", parameter.Choices)}."] : [parameter.Text]),
        isListed || parameter.Choices.Count == 0
            ? null
            : new XElement(Command + "parameterValueGroup", parameter.Choices.Select(c => new XElement(Command + "parameterValue", Value(false), c))),
        parameter.IsSwitch && !isListed ? null : new XElement(Command + "parameterValue", Value(!parameter.IsSwitch), parameter.Type),
        new XElement(Dev + "type", new XElement(Maml + "name", parameter.Type), new XElement(Maml + "uri")),
        new XElement(Dev + "defaultValue", parameter.Default));

    private static XAttribute[] Value(bool isRequired) => [new("required", isRequired), new("variableLength", "false")];

    private static XElement ToType(string kind, string name, IReadOnlyList<string> paragraphs) => new(
        Command + kind, new XElement(Dev + "type", new XElement(Maml + "name", name)), Text("description", paragraphs));

    private static XElement ToExample(HelpExample example, int number) => new(
        Command + "example",
        new XElement(Maml + "title", $"-------- Example {number}: {example.Title} --------"),
        new XElement(Dev + "code", example.Code),
        new XElement(Dev + "remarks", example.Remarks.Append("").Select(Paragraph)));

    private static XElement ToLink(HelpLink link) => new(
        Maml + "navigationLink", new XElement(Maml + "linkText", link.Text), new XElement(Maml + "uri", link.Address));

    private static XElement Text(string name, IReadOnlyList<string> paragraphs) => new(Maml + name, paragraphs.Select(Paragraph));

    private static XElement Paragraph(string text) => new(Maml + "para", text);
}
