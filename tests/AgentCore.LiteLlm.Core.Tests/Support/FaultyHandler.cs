namespace AgentCore.LiteLlm.Tests.Support;

/// <summary>An endpoint that cannot be reached, for this reason.</summary>
internal sealed class FaultyHandler(Exception fault) : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Task.FromException<HttpResponseMessage>(fault);
}
