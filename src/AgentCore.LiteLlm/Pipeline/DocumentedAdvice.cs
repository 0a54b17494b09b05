using System.Text.RegularExpressions;
using AgentCore.LiteLlm.Reports;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>What the documentation says to do about an error: the advice of every error that knows none of its own.</summary>
internal static partial class DocumentedAdvice
{
    /// <summary>Finds the advice, in docs/errors.md, or in docs/blueprint.md for what is found about a blueprint. Both are part of the assemblies.</summary>
    /// <param name="id">The id of the error.</param>
    /// <returns>A sentence; null where the documents have none.</returns>
    public static string? Find(string id) =>
        (FindInErrors(id) ?? CodeDescription.ReadAll().GetValueOrDefault(id)?.Remedy) is { Length: > 0 } advice ? ToSentence(advice) : null;

    private static string? FindInErrors(string id)
    {
        using StreamReader document = new(typeof(DocumentedAdvice).Assembly.GetManifestResourceStream("errors.md")!);
        string start = $"| `{id}` |";
        while (document.ReadLine() is { } line)
        {
            // | `Id` | category | cause | what to do | ...
            if (line.StartsWith(start, StringComparison.Ordinal) && line.Split('|') is { Length: > 5 } cells)
            {
                return cells[4].Trim();
            }
        }

        return null;
    }

    private static string ToSentence(string cell)
    {
        string plain = Link().Replace(cell, "$1").Replace("`", "", StringComparison.Ordinal).Replace(@"\", "", StringComparison.Ordinal);
        return $"{char.ToUpperInvariant(plain[0])}{plain[1..]}{(plain[^1] is '.' or '?' or '!' ? "" : ".")}";
    }

    [GeneratedRegex(@"\[([^\]]+)\]\([^)]+\)", RegexOptions.CultureInvariant)]
    private static partial Regex Link();
}
