namespace AgentCore.LiteLlm.Failures.Recognition;

/// <summary>What an endpoint's error means.</summary>
/// <param name="Kind">The kind of failure.</param>
/// <param name="Status">The status that is meant, where a good one came with an error; else the HTTP status.</param>
internal sealed record RecognisedFailure(FailureKind Kind, int Status)
{
    /// <summary>Gets the signs that led to it.</summary>
    public SignSet Signs { get; init; }

    /// <summary>Gets a value indicating whether the same call may succeed later.</summary>
    public bool IsRetriable { get; init; }

    /// <summary>Gets the member of the request that is at fault; null where none is named.</summary>
    public string? Parameter { get; init; }

    /// <summary>Gets a value indicating whether that member is not taken at all, or only with its default.</summary>
    public bool IsParameterRefused { get; init; }

    /// <summary>Gets a value indicating whether some member of the request is not taken, whether or not it could be told which.</summary>
    public bool RefusesMember { get; init; }

    /// <summary>Gets the guardrail that stopped the call; null where none is named.</summary>
    public string? Guardrail { get; init; }

    /// <summary>Gets a value indicating whether a form of tools or of structured output is what is refused.</summary>
    public bool RefusesForm { get; init; }

    /// <summary>Gets a value indicating whether a provider behind the endpoint says so, and not the endpoint itself.</summary>
    public bool IsUpstream { get; init; }
}
