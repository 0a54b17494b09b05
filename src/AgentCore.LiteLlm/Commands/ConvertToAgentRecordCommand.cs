using System.Management.Automation;
using AgentCore.LiteLlm.Binding;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Evaluations;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Pipeline;
using AgentCore.LiteLlm.Records;

namespace AgentCore.LiteLlm.Commands;

/// <summary>Makes rows of replies, steps and results of evaluations, for Export-Csv, ConvertTo-Json and spreadsheets.</summary>
[Cmdlet(VerbsData.ConvertTo, "AgentRecord")]
[OutputType(typeof(ReplyRecord), typeof(EvaluationRecord), typeof(StepRecord))]
public sealed class ConvertToAgentRecordCommand : PSCmdlet
{
    /// <summary>
    /// Gets or sets replies of Invoke-AgentPrompt, results of Invoke-AgentEvaluation, or the Steps of a reply; the pieces that -Stream writes are passed over.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowNull]
    public object?[]? InputObject { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (object? item in InputObject ?? [null])
        {
            switch (PlainValue.Of(item))
            {
                case AgentReply reply:
                    WriteObject(new ReplyRecord(reply));
                    break;
                case EvaluationResult result:
                    WriteObject(new EvaluationRecord(result));
                    break;
                case AgentStep step:
                    WriteObject(new StepRecord(step));
                    break;
                case AgentChunk:
                    break;
                case var other:
                    WriteError(ErrorRecords.NotARecord(other));
                    break;
            }
        }
    }
}
