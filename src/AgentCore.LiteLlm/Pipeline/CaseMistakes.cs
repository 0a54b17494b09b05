using System.Collections.Immutable;
using System.Management.Automation;
using AgentCore.LiteLlm.Diagnostics;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>What is wrong with the case files of an evaluation and with their blueprints, told when all of them are read.</summary>
/// <param name="cmdlet">The cmdlet.</param>
internal sealed class CaseMistakes(AgentCallCmdlet cmdlet)
{
    private readonly FindingWriter _findings = new(cmdlet, ErrorEnds.Item);
    private readonly List<ErrorRecord> _records = [];

    /// <summary>Takes an error.</summary>
    /// <param name="record">The error.</param>
    public void Add(ErrorRecord record) => _records.Add(record);

    /// <summary>Takes the errors among findings; what is none is written now.</summary>
    /// <param name="findings">The findings.</param>
    /// <param name="path">The file that they are about.</param>
    /// <returns>The errors.</returns>
    public ImmutableArray<ErrorRecord> Add(ImmutableArray<Diagnostic> findings, string path)
    {
        _findings.Write([.. findings.Where(f => f.Severity != DiagnosticSeverity.Error)], path);
        ImmutableArray<ErrorRecord> errors =
            [.. findings.Where(f => f.Severity == DiagnosticSeverity.Error).Select(f => ErrorRecords.Finding(f, path))];
        _records.AddRange(errors);
        return errors;
    }

    /// <summary>Writes all errors.</summary>
    public void Write()
    {
        ErrorRecord[] records = [.. _records];
        _records.Clear();
        cmdlet.WriteErrors(records);
    }
}
