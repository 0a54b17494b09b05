using AgentCore.LiteLlm.Keys;

namespace AgentCore.LiteLlm.Blueprints.Reading;

/// <summary>The keys of one of <c>multi_agent.nodes</c>.</summary>
internal static class GraphNodeKeys
{
    public static readonly TextKey NodeId = new("node_id", "The node's name within the graph.") { IsRequired = true };

    public static readonly TextKey AgentRef = new("agent_ref", "The id of the blueprint it runs. A gate has none.") { IsNullable = true };

    public static readonly ChoiceKey Type = new("type", "What it does: agent runs a blueprint, gate decides by a condition.", "agent", "gate");

    public static readonly TextKey A2aUrl = new("a2a_url", "The agent-to-agent address of a remote agent.");

    public static readonly TextKey A2aUrlEnv = new("a2a_url_env", "The name of the environment variable that holds that address.")
    {
        Form = TextForm.VariableName,
    };

    public static readonly TextKey RuntimeArn = new("runtime_arn", "The ARN of the AgentCore runtime to call.");

    public static readonly TextKey RuntimeArnEnv = new("runtime_arn_env", "The name of the environment variable that holds that ARN.")
    {
        Form = TextForm.VariableName,
    };

    public static readonly TextKey TripCondition = new("trip_condition", "The condition of a gate.") { IsNullable = true };

    public static readonly TextKey Fallback = new("fallback", "The node that runs when the condition of a gate does not hold, or when an agent fails.")
    {
        IsNullable = true,
    };

    public static readonly BlockShape Shape = new(NodeId, AgentRef, Type, A2aUrl, A2aUrlEnv, RuntimeArn, RuntimeArnEnv, TripCondition, Fallback)
    {
        IsClosed = true,
        Identity = [NodeId],
    };

    /// <summary>Reads the block.</summary>
    /// <param name="block">The block.</param>
    /// <returns>What it says.</returns>
    public static GraphNode Read(BlockReader block) => new()
    {
        NodeId = block.RequiredText(NodeId),
        AgentRef = block.Text(AgentRef),
        Type = (GraphNodeType)block.Choice(Type),
        A2aUrl = block.Text(A2aUrl),
        A2aUrlEnv = block.Text(A2aUrlEnv),
        RuntimeArn = block.Text(RuntimeArn),
        RuntimeArnEnv = block.Text(RuntimeArnEnv),
        TripCondition = block.Text(TripCondition),
        Fallback = block.Text(Fallback),
    };
}
