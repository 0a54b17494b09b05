namespace AgentCore.LiteLlm.Chat;

/// <summary>A piece of an answer as it arrives; as text it is its text.</summary>
/// <param name="Kind">What the piece belongs to.</param>
/// <param name="Text">The piece.</param>
public sealed record AgentChunk(ChunkKind Kind, string Text)
{
    /// <inheritdoc/>
    public override string ToString() => Text;
}
