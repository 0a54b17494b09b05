using System.Collections.Immutable;
using System.Management.Automation;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Planning;
using AgentCore.LiteLlm.ToolServers.Offers;

namespace AgentCore.LiteLlm.Tools;

/// <summary>A tool that a model may call: a PowerShell command, another agent, or a tool of a server that a blueprint declares.</summary>
public sealed class AgentTool
{
    internal AgentTool(CommandInfo command, ToolDefinition definition, ImmutableArray<ToolParameter> parameters, ToolRules rules)
    {
        Command = command;
        Definition = definition;
        Parameters = parameters;
        Rules = rules;
    }

    /// <summary>
    /// Initializes a tool of a server. What the server says of it counts for nothing: it is asked for unless the caller's own list says that it only reads.
    /// </summary>
    internal AgentTool(OfferedTool remote)
    {
        Remote = remote;
        Definition = remote.Definition;
        Parameters = [];
        Rules = new ToolRules
        {
            IsReadOnly = remote.IsReadOnly,
            IsIdempotent = remote.IsIdempotent,
            SupportsShouldProcess = !remote.IsReadOnly && !remote.IsPlayed,
        };
    }

    /// <summary>Initializes an agent that is called as a tool. Its own tools are asked for one by one, so the call itself is not.</summary>
    internal AgentTool(SpecialistOffer offer, ImmutableArray<AgentTool> own, ToolRules rules)
    {
        Offer = offer;
        Definition = offer.Tool;
        Parameters = [];
        Rules = rules;
        Agent = offer.Blueprint.Id;
        Own = own;
    }

    /// <summary>Initializes an agent as it is called by a request.</summary>
    internal AgentTool(AgentSpecialist asked, AgentTool? offered)
    {
        Offer = offered?.Offer;
        Definition = asked.Tool;
        Parameters = [];
        Rules = offered?.Rules ?? new ToolRules();
        Agent = asked.Agent;
        Own = offered?.Own ?? [];
        Asked = asked;
    }

    /// <summary>Gets the name by which the model calls it.</summary>
    public string Name => Definition.Name;

    /// <summary>Gets what the model is told that it does.</summary>
    public string Description => Definition.Description;

    /// <summary>Gets the JSON Schema of its arguments.</summary>
    public string Schema => Definition.Parameters.GetRawText();

    /// <summary>Gets the id of the blueprint of the agent that is called; null for every other tool.</summary>
    public string? Agent { get; }

    /// <summary>Gets the name of the server that has it; null for a command.</summary>
    public string? Server => Remote?.Server;

    /// <summary>Gets the name by which its server knows it; null for a command.</summary>
    public string? ServerTool => Remote?.Tool;

    /// <summary>
    /// Gets a value indicating whether it only reads: its command's verb says so, New-AgentTool -ReadOnly did, or the list <c>readOnly</c> of the file of tool
    /// servers.
    /// </summary>
    public bool IsReadOnly => Rules.IsReadOnly;

    /// <summary>
    /// Gets a value indicating whether making a call twice does no harm, so that a run that goes on makes one again of which nobody knows what came of it:
    /// New-AgentTool -Idempotent said so, or the list <c>idempotent</c> of the file of tool servers.
    /// </summary>
    public bool IsIdempotent => Rules.IsIdempotent;

    /// <summary>
    /// Gets a value indicating whether each call is asked for unless -ToolApproval says otherwise: its command supports ShouldProcess, or a server has it
    /// and nothing of the caller's says that it only reads.
    /// </summary>
    public bool SupportsShouldProcess => Rules.SupportsShouldProcess;

    /// <summary>Gets the command; null for a tool of a server and for an agent.</summary>
    internal CommandInfo? Command { get; }

    /// <summary>Gets the agent as it is offered; null for every other tool, and for a specialist that a blueprint names.</summary>
    internal SpecialistOffer? Offer { get; }

    /// <summary>Gets the agent as it is called; null for every other tool, and before it is planned.</summary>
    internal AgentSpecialist? Asked { get; }

    /// <summary>Gets the tools that the caller gives the agent; empty for every other tool.</summary>
    internal ImmutableArray<AgentTool> Own { get; } = [];

    /// <summary>Gets this tool and every one that an agent brings.</summary>
    internal IEnumerable<AgentTool> All => Own.SelectMany(t => t.All).Prepend(this);

    /// <summary>Gets the tool of a server; null for a command.</summary>
    internal OfferedTool? Remote { get; }

    /// <summary>Gets the tool as the model is told of it.</summary>
    internal ToolDefinition Definition { get; }

    /// <summary>Gets the parameters that the model may use.</summary>
    internal ImmutableArray<ToolParameter> Parameters { get; }

    /// <summary>Gets what holds for its calls.</summary>
    internal ToolRules Rules { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
