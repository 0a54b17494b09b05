using System.Management.Automation;
using AgentCore.LiteLlm.Blueprints;

namespace AgentCore.LiteLlm.Commands;

/// <summary>Writes the JSON Schema by which editors complete and check blueprints.</summary>
[Cmdlet(VerbsCommon.Get, "AgentBlueprintSchema")]
[OutputType(typeof(string))]
public sealed class GetAgentBlueprintSchemaCommand : PSCmdlet
{
    /// <inheritdoc/>
    protected override void EndProcessing() => WriteObject(BlueprintSchema.Write());
}
