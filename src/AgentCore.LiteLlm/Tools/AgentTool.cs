using System.Collections.Immutable;
using System.Management.Automation;
using AgentCore.LiteLlm.Messages;

namespace AgentCore.LiteLlm.Tools;

/// <summary>A PowerShell command as a tool that a model may call.</summary>
public sealed class AgentTool
{
    internal AgentTool(CommandInfo command, ToolDefinition definition, ImmutableArray<ToolParameter> parameters, ToolRules rules)
    {
        Command = command;
        Definition = definition;
        Parameters = parameters;
        Rules = rules;
    }

    /// <summary>Gets the name by which the model calls it.</summary>
    public string Name => Definition.Name;

    /// <summary>Gets what the model is told that it does.</summary>
    public string Description => Definition.Description;

    /// <summary>Gets the JSON Schema of its arguments.</summary>
    public string Schema => Definition.Parameters.GetRawText();

    /// <summary>Gets a value indicating whether it only reads: its command's verb says so, or New-AgentTool -ReadOnly did.</summary>
    public bool IsReadOnly => Rules.IsReadOnly;

    /// <summary>
    /// Gets a value indicating whether its command supports ShouldProcess, so that each call is asked for unless -ToolApproval says
    /// otherwise.
    /// </summary>
    public bool SupportsShouldProcess => Rules.SupportsShouldProcess;

    /// <summary>Gets the command.</summary>
    internal CommandInfo Command { get; }

    /// <summary>Gets the tool as the model is told of it.</summary>
    internal ToolDefinition Definition { get; }

    /// <summary>Gets the parameters that the model may use.</summary>
    internal ImmutableArray<ToolParameter> Parameters { get; }

    /// <summary>Gets what holds for its calls.</summary>
    internal ToolRules Rules { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
