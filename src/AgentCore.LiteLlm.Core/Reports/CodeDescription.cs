using AgentCore.LiteLlm.Diagnostics;

namespace AgentCore.LiteLlm.Reports;

/// <summary>What the documentation says about a kind of finding.</summary>
/// <param name="Code">Its name, one of <see cref="DiagnosticCodes"/>.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Meaning">What was found.</param>
/// <param name="Remedy">What to do about it.</param>
internal sealed record CodeDescription(string Code, DiagnosticSeverity Severity, string Meaning, string Remedy)
{
    /// <summary>Reads what docs/blueprint.md, which is part of this assembly, says about every kind of finding.</summary>
    /// <returns>The descriptions by code.</returns>
    public static IReadOnlyDictionary<string, CodeDescription> ReadAll()
    {
        using StreamReader document = new(typeof(CodeDescription).Assembly.GetManifestResourceStream("blueprint.md")!);
        Dictionary<string, CodeDescription> all = new(StringComparer.Ordinal);
        while (document.ReadLine() is { } line)
        {
            // | `Code` | Severity | meaning | example | remedy |
            string[] cells = line.Split(" | ");
            if (cells.Length == 5 && cells[0].StartsWith("| `", StringComparison.Ordinal) && Enum.TryParse(cells[1], out DiagnosticSeverity severity))
            {
                string code = cells[0][3..].TrimEnd('`');
                all.TryAdd(code, new CodeDescription(code, severity, cells[2], cells[4].TrimEnd('|', ' ')));
            }
        }

        return all;
    }
}
