using System.Management.Automation;
using AgentCore.LiteLlm.Binding;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Diagrams;
using AgentCore.LiteLlm.Pipeline;

namespace AgentCore.LiteLlm.Commands;

/// <summary>Shows the agents that a blueprint puts together, and the ways from one to the next.</summary>
[Cmdlet(VerbsCommon.Get, "AgentGraph")]
[OutputType(typeof(BlueprintGraph), typeof(string))]
public sealed class GetAgentGraphCommand : PSCmdlet
{
    /// <summary>Gets or sets the blueprint: an object of Import-AgentBlueprint, or a path.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(BlueprintPathCompleter))]
    public object? Blueprint { get; set; }

    /// <summary>
    /// Gets or sets as what the graph is drawn: Text, of at most 80 columns, Mermaid, or Dot, Graphviz's language; an object with Nodes and Edges is written
    /// when not given.
    /// </summary>
    [Parameter]
    public DiagramFormat? As { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (AgentBlueprint blueprint in new BlueprintSource(this, new FindingWriter(this, ErrorEnds.Item)).Read(Blueprint))
        {
            if (BlueprintGraph.Of(blueprint) is not { } graph)
            {
                this.Warn($"'{blueprint.Id}' answers alone: its blueprint puts no agents together.");
            }
            else
            {
                WriteObject(As is { } format ? graph.Draw(format) : graph);
            }
        }
    }
}
