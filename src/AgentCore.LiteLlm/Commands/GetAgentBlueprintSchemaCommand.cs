using System.Management.Automation;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Evaluations;

namespace AgentCore.LiteLlm.Commands;

/// <summary>Writes the JSON Schema by which editors complete and check blueprints.</summary>
[Cmdlet(VerbsCommon.Get, "AgentBlueprintSchema")]
[OutputType(typeof(string))]
public sealed class GetAgentBlueprintSchemaCommand : PSCmdlet
{
    /// <summary>Gets or sets a value indicating whether the schema of case files, such as agent.cases.yaml, is written instead.</summary>
    [Parameter]
    public SwitchParameter Cases { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing() => WriteObject(Cases ? EvaluationSchema.Write() : BlueprintSchema.Write());
}
