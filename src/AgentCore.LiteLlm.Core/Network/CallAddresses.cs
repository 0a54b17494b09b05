namespace AgentCore.LiteLlm.Network;

/// <summary>The full addresses of calls below a base URL. Only the one that is asked for is made, once for all who share this.</summary>
/// <param name="baseUrl">The base URL.</param>
internal sealed class CallAddresses(Uri baseUrl) : IEquatable<CallAddresses>
{
    /// <summary>Gets the address of chat completions.</summary>
    public Uri ChatCompletions => field ??= EndpointAddress.ToChatCompletions(baseUrl);

    /// <summary>Gets the address of the responses API.</summary>
    public Uri Responses => field ??= EndpointAddress.ToResponses(baseUrl);

    private Uri BaseUrl => baseUrl;

    /// <inheritdoc/>
    public bool Equals(CallAddresses? other) => other is not null && baseUrl == other.BaseUrl;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CallAddresses);

    /// <inheritdoc/>
    public override int GetHashCode() => baseUrl.GetHashCode();
}
