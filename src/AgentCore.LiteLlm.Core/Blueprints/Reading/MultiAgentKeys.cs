using AgentCore.LiteLlm.Keys;

namespace AgentCore.LiteLlm.Blueprints.Reading;

/// <summary>The keys of the <c>multi_agent</c> block.</summary>
internal static class MultiAgentKeys
{
    public static readonly ChoiceKey Role = new(
        "role",
        "What this agent does: coordinator calls others or is asked after them, specialist is called by others, standalone works within its own process.",
        "coordinator", "specialist", "standalone")
    { Default = 2 };

    public static readonly ChoiceKey Pattern = new("pattern", "How agents work together: swarm hands over, graph follows edges.", "swarm", "graph");

    public static readonly IntegerKey ExecutionTimeout = new("execution_timeout", "How many seconds all may take together.", 1) { Default = 90 };

    public static readonly IntegerKey NodeTimeout = new("node_timeout", "How many seconds one node may take.", 1) { Default = 30 };

    public static readonly IntegerKey MaxHandoffs = new("max_handoffs", "How often they may hand over.", 1) { Default = 20 };

    public static readonly IntegerKey MaxIterations = new("max_iterations", "How many rounds there may be.", 1) { Default = 20 };

    public static readonly IntegerKey MaxNodeExecutions = new("max_node_executions", "How many times nodes may run in all. Absent means without limit.", 1)
    {
        IsNullable = true,
    };

    public static readonly TextKey EntryPoint = new("entry_point", "The node that runs first; it must be one of nodes.") { IsNullable = true };

    public static readonly BlockListKey Nodes = new("nodes", "The nodes of the graph.", static () => [GraphNodeKeys.Shape]);

    public static readonly BlockListKey Edges = new("edges", "The edges of the graph; both ends must be among nodes.", static () => [GraphEdgeKeys.Shape]);

    public static readonly TextListKey Specialists = new(
        "specialists", "The ids of the blueprints of a swarm's specialists, or of those that a coordinator calls as tools.");

    public static readonly BlockShape Shape = new(
        Role, Pattern, ExecutionTimeout, NodeTimeout, MaxHandoffs, MaxIterations, MaxNodeExecutions, EntryPoint, Nodes, Edges, Specialists)
    { IsClosed = true };

    /// <summary>Reads the block.</summary>
    /// <param name="block">The block.</param>
    /// <returns>What it says.</returns>
    public static MultiAgentBlock Read(BlockReader block) => new()
    {
        Role = (MultiAgentRole)block.Choice(Role),
        Pattern = (MultiAgentPattern)block.Choice(Pattern),
        ExecutionTimeout = block.RequiredInteger(ExecutionTimeout),
        NodeTimeout = block.RequiredInteger(NodeTimeout),
        MaxHandoffs = block.RequiredInteger(MaxHandoffs),
        MaxIterations = block.RequiredInteger(MaxIterations),
        MaxNodeExecutions = block.Integer(MaxNodeExecutions),
        EntryPoint = block.Text(EntryPoint),
        Nodes = block.Blocks(Nodes, GraphNodeKeys.Read),
        Edges = block.Blocks(Edges, GraphEdgeKeys.Read),
        Specialists = block.Texts(Specialists),
    };
}
