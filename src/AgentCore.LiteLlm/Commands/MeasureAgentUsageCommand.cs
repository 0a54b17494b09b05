using System.Management.Automation;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Pipeline;

namespace AgentCore.LiteLlm.Commands;

/// <summary>Adds up what replies used and cost.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "AgentUsage")]
[OutputType(typeof(AgentUsage))]
public sealed class MeasureAgentUsageCommand : PSCmdlet
{
    private readonly Dictionary<string, AgentUsage> _byModel = new(StringComparer.Ordinal);

    /// <summary>Gets or sets the replies, as Invoke-AgentPrompt writes them; the pieces that -Stream writes between them are passed over.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowNull]
    public PSObject?[]? InputObject { get; set; }

    /// <summary>Gets or sets a value indicating whether each model that was asked for has a sum of its own.</summary>
    [Parameter]
    public SwitchParameter ByModel { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (PSObject? item in InputObject ?? [null])
        {
            switch (item?.BaseObject)
            {
                case AgentReply reply:
                    Add(reply);
                    break;
                case AgentChunk:
                    break;
                default:
                    WriteError(ErrorRecords.NotAReply(item?.BaseObject));
                    break;
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (!ByModel && _byModel.Count == 0)
        {
            WriteObject(new AgentUsage());
        }

        foreach (string model in _byModel.Keys.Order(StringComparer.Ordinal))
        {
            WriteObject(_byModel[model]);
        }
    }

    private void Add(AgentReply reply)
    {
        string model = ByModel ? reply.RequestedModel : "";
        _byModel[model] = (_byModel.GetValueOrDefault(model) ?? new AgentUsage { Model = ByModel ? model : null }).Plus(reply);
    }
}
