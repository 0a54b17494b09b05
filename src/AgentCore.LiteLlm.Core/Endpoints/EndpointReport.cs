using System.Collections.Immutable;
using AgentCore.LiteLlm.Failures;

namespace AgentCore.LiteLlm.Endpoints;

/// <summary>What an endpoint was found to be, without a call of any model. What could not be found out is null.</summary>
public sealed record EndpointReport
{
    /// <summary>Gets the base URL that was asked.</summary>
    public required string BaseUrl { get; init; }

    /// <summary>Gets the model that was looked for.</summary>
    public required string ModelId { get; init; }

    /// <summary>Gets a value indicating whether the endpoint answered at all.</summary>
    public bool Reachable { get; init; }

    /// <summary>Gets a value indicating whether it takes the key and headers, or needs none.</summary>
    public bool? Authorized { get; init; }

    /// <summary>Gets a value indicating whether it offers the model.</summary>
    public bool? ModelKnown { get; init; }

    /// <summary>Gets how many models it lists.</summary>
    public int? ModelCount { get; init; }

    /// <summary>Gets the version of LiteLLM that it says it runs.</summary>
    public string? LiteLlmVersion { get; init; }

    /// <summary>Gets what is known against that version, the worst first.</summary>
    public ImmutableArray<EndpointAdvisory> Advisories { get; init; } = [];

    /// <summary>Gets the time from the question for the models to the end of the answer.</summary>
    public TimeSpan? Latency { get; init; }

    /// <summary>Gets the HTTP status of that answer.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>Gets what kept the endpoint from being usable, with the ids and words of a failed call.</summary>
    public ChatFailure? Failure { get; init; }

    /// <summary>Gets what to do about it.</summary>
    public string? Hint { get; init; }

    /// <summary>Gets a value indicating whether the answer was made up in this process.</summary>
    public bool Simulated { get; init; }

    /// <summary>Gets a value indicating whether the endpoint is reachable, takes the key, and offers the model.</summary>
    public bool IsReady => Reachable && Authorized == true && ModelKnown == true;

    /// <inheritdoc/>
    public override string ToString() => $"{BaseUrl}: {(IsReady ? "ready" : Failure?.Summary ?? Hint ?? "not ready")}";
}
