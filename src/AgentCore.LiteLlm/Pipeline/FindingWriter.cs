using System.Collections.Immutable;
using System.Management.Automation;
using AgentCore.LiteLlm.Diagnostics;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>Writes findings and errors to the streams they belong to.</summary>
/// <param name="cmdlet">The cmdlet whose streams they are.</param>
/// <param name="ends">What an error puts an end to.</param>
internal sealed class FindingWriter(PSCmdlet cmdlet, ErrorEnds ends)
{
    /// <summary>Writes the findings about what was made.</summary>
    /// <typeparam name="T">What was made.</typeparam>
    /// <param name="result">The findings and what was made.</param>
    /// <param name="item">The input the findings are about.</param>
    /// <returns>The value, or null when an error rules it out.</returns>
    public T? Check<T>(Checked<T> result, object? item)
        where T : class
    {
        Write(result.Diagnostics, item);
        return result.IsUsable ? result.Value : null;
    }

    /// <summary>Writes findings.</summary>
    /// <param name="findings">The findings.</param>
    /// <param name="item">The input the findings are about.</param>
    public void Write(ImmutableArray<Diagnostic> findings, object? item)
    {
        // The error that ends the pipeline comes last: whatever else was found is written before it.
        Diagnostic[] errors = [.. findings.Where(f => f.Severity == DiagnosticSeverity.Error)];
        bool isOne = errors.Length > 1 && ErrorPreference.IsStop(cmdlet);
        Diagnostic? last = ends == ErrorEnds.Pipeline ? errors.FirstOrDefault() : null;
        foreach (Diagnostic finding in findings.Where(f => f != last && !(isOne && f.Severity == DiagnosticSeverity.Error)))
        {
            switch (finding.Severity)
            {
                case DiagnosticSeverity.Error:
                    cmdlet.WriteError(ErrorRecords.Finding(finding, item));
                    break;
                case DiagnosticSeverity.Warning:
                    cmdlet.Warn($"{finding.Describe()} {ParameterAdvice.AddTo(finding).Suggestion}".TrimEnd());
                    break;
                default:
                    cmdlet.Tell(finding.Describe());
                    break;
            }
        }

        if (isOne)
        {
            Fail(ErrorRecords.Join([.. errors.Select(e => ErrorRecords.Finding(e, item))]));
        }
        else if (last is not null)
        {
            cmdlet.ThrowTerminatingError(ErrorRecords.Finding(last, item, errors.Length - 1));
        }
    }

    /// <summary>Writes an error.</summary>
    /// <param name="record">The error.</param>
    public void Fail(ErrorRecord record)
    {
        if (ends == ErrorEnds.Pipeline)
        {
            cmdlet.ThrowTerminatingError(record);
        }

        cmdlet.WriteError(record);
    }
}
