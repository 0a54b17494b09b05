using System.Text.RegularExpressions;

namespace AgentCore.LiteLlm.Build.Packaging;

/// <summary>The licences of what others wrote, as docs/third-party-notices.md lists them.</summary>
internal static partial class LicenceNotices
{
    /// <summary>Reads which licence each package has, by the package's id.</summary>
    /// <param name="markdown">The document.</param>
    public static Dictionary<string, string> Read(string markdown) =>
        Row().Matches(markdown.ReplaceLineEndings("\n")).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);

    [GeneratedRegex(@"^\| `([\w.]+)` \| ([\w.-]+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
