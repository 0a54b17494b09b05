using AgentCore.LiteLlm.Tests.Support;

namespace AgentCore.LiteLlm.Tests.Protection.Detection.Measuring;

/// <summary>The tables of figures in the page on data protection.</summary>
internal static class DocumentedTables
{
    /// <summary>Reads the rows of the first table below a heading.</summary>
    public static IEnumerable<string> Rows(string heading)
    {
        string document = Path.Combine(Path.GetDirectoryName(BlueprintFiles.Document)!, "data-protection.md");
        return File.ReadLines(document)
            .SkipWhile(l => l != heading)
            .SkipWhile(l => !l.StartsWith("|---", StringComparison.Ordinal)).Skip(1)
            .TakeWhile(l => l.StartsWith('|'));
    }
}
