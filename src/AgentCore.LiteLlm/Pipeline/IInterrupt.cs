namespace AgentCore.LiteLlm.Pipeline;

/// <summary>The key by which the user stops a call alone, and not the pipeline.</summary>
internal interface IInterrupt : IDisposable
{
    /// <summary>Gets the token that the key cancels.</summary>
    CancellationToken Token { get; }

    /// <summary>Leaves the keyboard to a question until what is given back is disposed.</summary>
    IDisposable Pause();
}
