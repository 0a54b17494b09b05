namespace AgentCore.LiteLlm.Memories;

/// <summary>What is the same for all files of a folder: by what their names are made, and whether they are sealed.</summary>
internal sealed record MemoryHead
{
    /// <summary>Gets the version of the format.</summary>
    public required int Version { get; init; }

    /// <summary>Gets the random bytes by which names of files are made, in clear; null where they are sealed.</summary>
    public byte[]? Names { get; init; }

    /// <summary>Gets the same, sealed: whoever opens it has the key of all files. Null where they are in clear.</summary>
    public byte[]? Sealed { get; init; }
}
