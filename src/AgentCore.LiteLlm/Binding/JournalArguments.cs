using System.Management.Automation;
using AgentCore.LiteLlm.Bulk;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Observability;
using AgentCore.LiteLlm.Pipeline;

namespace AgentCore.LiteLlm.Binding;

/// <summary>Turns paths into the journal of finished calls, and into the audit log.</summary>
internal static class JournalArguments
{
    /// <summary>Opens the journal. One that cannot be used ends the pipeline.</summary>
    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="path">The path as the user wrote it; null for none.</param>
    /// <param name="whenUnwritable">What becomes of the run where an answer cannot be written down.</param>
    /// <returns>The journal; null where none is asked for, or nothing is to be done.</returns>
    public static Journal? Open(PSCmdlet cmdlet, string? path, JournalFailure whenUnwritable)
    {
        // To open a journal makes it, and mends its end.
        if (path is null || ShouldProcessPreference.IsWhatIf(cmdlet))
        {
            return null;
        }

        try
        {
            return Journal.Open(new FilePaths(cmdlet.SessionState).Literal(path), TimeProvider.System, whenUnwritable);
        }
        catch (FileException e)
        {
            cmdlet.ThrowTerminatingError(ErrorRecords.FileNotRead(FileRole.Journal, e));
        }

        return null;
    }

    /// <summary>Opens the audit log. One that cannot be used ends the pipeline.</summary>
    /// <param name="cmdlet">The cmdlet that has the parameter.</param>
    /// <returns>The log; null where no file is named, or nothing is to be done.</returns>
    public static AuditLog? OpenAudit(AgentCallCmdlet cmdlet)
    {
        if (cmdlet.AuditLogPath is null || ShouldProcessPreference.IsWhatIf(cmdlet))
        {
            return null;
        }

        try
        {
            return AuditLog.Open(new FilePaths(cmdlet.SessionState).Literal(cmdlet.AuditLogPath), TimeProvider.System);
        }
        catch (FileException e)
        {
            cmdlet.ThrowTerminatingError(ErrorRecords.FileNotRead(FileRole.AuditLog, e));
        }

        return null;
    }
}
