namespace AgentCore.LiteLlm.TestEndpoints;

/// <summary>The parts of one HTTP request, as they came off the wire.</summary>
internal sealed record ReceivedRequest
{
    public required string Method { get; init; }

    public required string Path { get; init; }

    public required string Query { get; init; }

    public required IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; }

    public required byte[] Body { get; init; }

    /// <summary>Gets a value indicating whether the client wants to go on with the connection.</summary>
    public required bool KeepsConnection { get; init; }

    /// <summary>Gets a value indicating whether the client understands a chunked response.</summary>
    public required bool TakesChunks { get; init; }
}
