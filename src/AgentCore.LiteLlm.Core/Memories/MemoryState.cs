namespace AgentCore.LiteLlm.Memories;

/// <summary>One file of memories: whose it is, in clear, and what it holds.</summary>
internal sealed record MemoryState
{
    /// <summary>The version that is written, and the latest that is read.</summary>
    public const int Current = 1;

    /// <summary>Gets the version of the format.</summary>
    public required int Version { get; init; }

    /// <summary>Gets the id of the agent's blueprint.</summary>
    public required string Agent { get; init; }

    /// <summary>Gets what it holds, in clear; null where it is sealed.</summary>
    public MemoryContent? Content { get; init; }

    /// <summary>Gets what it holds, sealed; null where it is in clear.</summary>
    public byte[]? Sealed { get; init; }
}
