namespace AgentCore.LiteLlm.Chat;

/// <summary>What of a request the endpoint is asked to keep in its cache, by marks in it; as text it is what is marked.</summary>
public sealed record PromptCaching
{
    /// <summary>Gets a value indicating whether the system message and the end of the conversation are marked.</summary>
    public bool Prompt { get; init; }

    /// <summary>Gets a value indicating whether the tools are marked.</summary>
    public bool Tools { get; init; }

    /// <summary>Gets how long it is kept, <c>5m</c> or <c>1h</c>; null for the provider's own time.</summary>
    public string? TimeToLive { get; init; }

    /// <inheritdoc/>
    public override string ToString() =>
        $"cache_control on {(Prompt && Tools ? "prompt and tools" : Prompt ? "prompt" : "tools")}{(TimeToLive is null ? "" : $", kept for {TimeToLive}")}";
}
