namespace AgentCore.LiteLlm.Chat;

/// <summary>A piece of an answer as it arrives; as text it is its text.</summary>
/// <param name="Kind">What the piece belongs to.</param>
/// <param name="Text">The piece.</param>
public sealed record AgentChunk(ChunkKind Kind, string Text)
{
    /// <summary>Gets the number of the tool call that the piece belongs to, from 0 in the order in which they began; 0 for every other kind.</summary>
    public int Call { get; init; }

    /// <summary>Gets the node of a graph that the piece comes from; null where there is no graph.</summary>
    public string? Node { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
