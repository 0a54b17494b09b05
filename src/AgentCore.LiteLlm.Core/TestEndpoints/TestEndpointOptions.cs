namespace AgentCore.LiteLlm.TestEndpoints;

/// <summary>How a test endpoint behaves towards every request.</summary>
public sealed class TestEndpointOptions
{
    /// <summary>Gets the key that requests must carry as a bearer token; null to accept every request.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Gets the port to listen on; 0 for a free one.</summary>
    public int Port { get; init; }

    /// <summary>Gets the reply to chat requests that no scripted reply is left for; null to answer as the simulation does.</summary>
    public TestReply? Unscripted { get; init; }

    /// <summary>Gets the models that the endpoint lists.</summary>
    public IReadOnlyList<string> Models { get; init; } = ["test-model"];

    /// <summary>Gets the path under which the endpoint serves, such as <c>/v1</c> or <c>/v1/account/gateway/compat</c>.</summary>
    public string BasePath { get; init => field = string.Concat("/", value.AsSpan().Trim('/')).TrimEnd('/'); } = "/v1";

    /// <summary>Gets a value indicating whether paths without <see cref="BasePath"/> are unknown; LiteLLM serves both.</summary>
    public bool RequireBasePath { get; init; }

    /// <summary>Gets a value indicating whether the last reply that fits a request is given again and again.</summary>
    public bool RepeatLast { get; init; }

    /// <summary>Gets the largest request body that is accepted, in bytes.</summary>
    public int MaxRequestBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Gets how many requests are kept for inspection; the first ones are, later ones are only counted.</summary>
    public int MaxRecordedRequests { get; init; } = 10_000;

    /// <summary>
    /// Gets what chooses the dialect of each answer, of those that servers speak: the same answers, framed, cut and compressed otherwise; null
    /// to answer as OpenAI does.
    /// </summary>
    public int? DialectSeed { get; init; }

    /// <summary>Gets the clock that delays go by.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
