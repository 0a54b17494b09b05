namespace AgentCore.LiteLlm.Failures;

/// <summary>A run with tools was cancelled; <see cref="Failure"/> says what it had come to.</summary>
public sealed class RunCancelledException : OperationCanceledException
{
    /// <summary>Initializes the exception.</summary>
    /// <param name="failure">What the run had come to; in its conversation every call is answered.</param>
    /// <param name="cause">The cancellation beneath.</param>
    /// <param name="cancellationToken">The token that was cancelled.</param>
    public RunCancelledException(ChatFailure failure, Exception cause, CancellationToken cancellationToken)
        : base(failure.ToString(), cause, cancellationToken) => Failure = failure;

    /// <summary>Gets what the run had come to.</summary>
    public ChatFailure Failure { get; }
}
