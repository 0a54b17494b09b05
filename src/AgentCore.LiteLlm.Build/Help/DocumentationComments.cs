using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace AgentCore.LiteLlm.Build.Help;

/// <summary>The summaries of an assembly's documentation comments, as sentences for users.</summary>
internal sealed partial class DocumentationComments
{
    private readonly Dictionary<string, XElement> _summaries;

    // What two members share stands at one of them; the other names it: <inheritdoc cref="..."/>.
    private readonly Dictionary<string, string> _shared;

    private DocumentationComments(XElement root)
    {
        XElement[] members = [.. root.Descendants("member")];
        _summaries = members.Where(m => m.Element("summary") is not null).ToDictionary(Name, m => m.Element("summary")!);
        _shared = members.Where(m => m.Element("inheritdoc")?.Attribute("cref") is not null)
            .ToDictionary(Name, m => m.Element("inheritdoc")!.Attribute("cref")!.Value);

        static string Name(XElement member) => member.Attribute("name")!.Value;
    }

    /// <summary>Reads the compiler's file of comments.</summary>
    public static DocumentationComments ReadFile(string path) => new(XElement.Load(path));

    /// <summary>Reads comments.</summary>
    public static DocumentationComments Read(string xml) => new(XElement.Parse(xml));

    /// <summary>Gets the sentence of a type.</summary>
    public string Of(Type type) => Of("T:" + type.FullName);

    /// <summary>Gets the sentence of a property, wherever it is declared.</summary>
    public string Of(PropertyInfo property) => Of($"P:{property.DeclaringType!.FullName}.{property.Name}");

    private string Of(string id)
    {
        string text = _summaries.TryGetValue(_shared.GetValueOrDefault(id, id), out XElement? summary)
            ? Blanks().Replace(string.Concat(summary.Nodes().Select(ToText)), " ").Trim()
            : "";
        string rest = Beginning().Replace(text, "");
        string sentence = text.Contains("a value indicating whether", StringComparison.Ordinal) ? "Whether" + rest : rest;
        return sentence.Length == 0 ? "" : char.ToUpperInvariant(sentence[0]) + sentence[1..];
    }

    private static string ToText(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" or "paramref" } reference =>
            Last().Replace((reference.Attribute("cref") ?? reference.Attribute("name") ?? reference.Attribute("langword"))?.Value ?? "", ""),
        XElement element => string.Concat(element.Nodes().Select(ToText)),
        _ => "",
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex("^Gets (or sets )?(a value indicating whether)?")]
    private static partial Regex Beginning();

    [GeneratedRegex(@"^.*[.:]")]
    private static partial Regex Last();
}
