namespace AgentCore.LiteLlm.Chat;

/// <summary>What a hook answered; nothing lets the run go on.</summary>
internal sealed record HookAnswer
{
    /// <summary>Gets why the tool is not called; null where it is.</summary>
    public string? Refusal { get; init; }

    /// <summary>Gets what takes the place of the tool's result; null where nothing does.</summary>
    public string? Text { get; init; }

    /// <summary>Gets why the run stops; null where it does not.</summary>
    public string? Failure { get; init; }
}
