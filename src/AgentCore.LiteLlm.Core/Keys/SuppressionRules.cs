using System.Reflection;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Keys;

/// <summary>Takes out the findings that the author gave a reason for, and reports the suppressions that do nothing.</summary>
internal static class SuppressionRules
{
    private const string Form = "Write '# agentcore: ignore CODE reason', with the code of the finding and why it is meant.";

    /// <summary>Applies every suppression of a text to what was found in it.</summary>
    /// <param name="text">The text as it was read.</param>
    /// <param name="findings">The findings.</param>
    public static void Apply(string text, Findings findings)
    {
        List<Suppression> suppressions = SuppressionReader.Read(text, findings.Source);
        if (suppressions.Count == 0)
        {
            return;
        }

        string[] codes = [.. typeof(DiagnosticCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => f.Name)];
        List<Suppression> unused = [.. suppressions.Where(s => IsSound(s, codes, findings) && !findings.Suppress(s.Code, s.Line, s.Reason))];

        // With errors in the file some rules could not be checked: what is unused now may be needed once they are mended.
        bool hasErrors = findings.HasErrors;
        foreach (Suppression suppression in unused)
        {
            if (findings.HasErrorOn(suppression.Code, suppression.Line))
            {
                Report(
                    findings, suppression, DiagnosticCodes.SuppressionUnused, $"'{suppression.Code}' is an error here, and errors cannot be suppressed.",
                    "Mend what it names, and delete the comment.");
            }
            else if (!hasErrors)
            {
                Report(
                    findings, suppression, DiagnosticCodes.SuppressionUnused, $"There is no '{suppression.Code}' on line {suppression.Line} to suppress.",
                    "Delete the comment, or put it at the end of the finding's line or on a line of its own directly above.");
            }
        }
    }

    private static bool IsSound(Suppression suppression, string[] codes, Findings findings)
    {
        string? problem = null;
        string? suggestion = Form;
        if (suppression.Code.Length == 0)
        {
            problem = "The suppression names no code.";
        }
        else if (!codes.Contains(suppression.Code, StringComparer.Ordinal))
        {
            problem = $"'{SecretShapes.Excerpt(suppression.Code)}' is no code of a finding.";
            suggestion = NearestName.Find(suppression.Code, codes) is { } near ? $"Did you mean '{near}'?" : Form;
        }
        else if (suppression.Reason.Length == 0)
        {
            problem = $"The suppression of '{suppression.Code}' gives no reason, and has no effect without one.";
        }

        if (problem is not null)
        {
            Report(findings, suppression, DiagnosticCodes.SuppressionInvalid, problem, suggestion);
        }

        return problem is null;
    }

    private static void Report(Findings findings, Suppression suppression, string code, string message, string? suggestion) =>
        findings.Warn(code, suppression.Mark.At(), message, suggestion);
}
