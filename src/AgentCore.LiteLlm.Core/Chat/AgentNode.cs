using AgentCore.LiteLlm.Conditions;

namespace AgentCore.LiteLlm.Chat;

/// <summary>A node of a graph. The set is closed.</summary>
/// <param name="Id">Its name within the graph.</param>
internal abstract record AgentNode(string Id)
{
    /// <summary>Gets the node that runs where a gate is not passed, or where an agent fails; null for none.</summary>
    public string? Fallback { get; init; }

    /// <summary>An agent.</summary>
    /// <param name="Id">Its name within the graph.</param>
    /// <param name="Agent">The id of its blueprint.</param>
    /// <param name="Description">What it is for, in words for the others; empty where nobody says.</param>
    /// <param name="Request">Its request but for what is said to it: of messages it has the system's at most.</param>
    public sealed record Member(string Id, string Agent, string Description, ChatRequest Request) : AgentNode(Id);

    /// <summary>A gate, which decides by what came before it.</summary>
    /// <param name="Id">Its name within the graph.</param>
    /// <param name="Trip">What must hold for it to be passed; null where everything passes.</param>
    public sealed record Gate(string Id, GraphCondition? Trip) : AgentNode(Id);
}
