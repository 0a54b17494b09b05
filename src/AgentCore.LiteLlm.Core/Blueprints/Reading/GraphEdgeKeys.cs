using AgentCore.LiteLlm.Keys;

namespace AgentCore.LiteLlm.Blueprints.Reading;

/// <summary>The keys of one of <c>multi_agent.edges</c>.</summary>
internal static class GraphEdgeKeys
{
    public static readonly TextKey FromNode = new("from_node", "The node it leaves.") { IsRequired = true };

    public static readonly TextKey ToNode = new("to_node", "The node it leads to.") { IsRequired = true };

    public static readonly TextKey Condition = new("condition", "When it is taken, as 'field op value'. Absent means always.") { IsNullable = true };

    public static readonly BlockShape Shape = new(FromNode, ToNode, Condition) { IsClosed = true, Identity = [FromNode, ToNode] };

    /// <summary>Reads the block.</summary>
    /// <param name="block">The block.</param>
    /// <returns>What it says.</returns>
    public static GraphEdge Read(BlockReader block) => new()
    {
        FromNode = block.RequiredText(FromNode),
        ToNode = block.RequiredText(ToNode),
        Condition = block.Text(Condition),
    };
}
