using System.Management.Automation;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>Writes errors as the user wants them: each by itself, or where the first ends the pipeline, as CI systems have it, all of them as one.</summary>
internal static class ErrorPreference
{
    /// <summary>Writes errors.</summary>
    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="records">The errors.</param>
    public static void WriteErrors(this PSCmdlet cmdlet, IReadOnlyList<ErrorRecord> records)
    {
        // Whoever is told of one mistake at a time mends and runs as often as there are mistakes.
        foreach (ErrorRecord record in records.Count > 1 && IsStop(cmdlet) ? [ErrorRecords.Join(records)] : records)
        {
            cmdlet.WriteError(record);
        }
    }

    /// <summary>Says whether the first error ends the pipeline.</summary>
    /// <param name="cmdlet">The cmdlet.</param>
    public static bool IsStop(PSCmdlet cmdlet) =>
        (cmdlet.MyInvocation.BoundParameters.TryGetValue("ErrorAction", out object? given) ? given : cmdlet.GetVariableValue("ErrorActionPreference"))
        is ActionPreference.Stop or "Stop";
}
