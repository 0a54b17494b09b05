using System.Net;

namespace AgentCore.LiteLlm.Tests.Support;

/// <summary>Stands in for an endpoint: notes the exact request, plays back a canned answer.</summary>
internal sealed class WireHandler(HttpStatusCode status, string body, string mediaType = "application/json", params (string Name, string Value)[] headers)
    : HttpMessageHandler
{
    public string? SentBody { get; private set; }

    public string? SentTo { get; private set; }

    public Dictionary<string, string> SentHeaders { get; } = new(StringComparer.OrdinalIgnoreCase);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        SentBody = await request.Content!.ReadAsStringAsync(cancellationToken);
        SentTo = $"{request.Method} {request.RequestUri}";
        foreach ((string name, IEnumerable<string> values) in request.Headers.Concat(request.Content.Headers))
        {
            SentHeaders[name] = string.Join(", ", values);
        }

        HttpResponseMessage response = new(status) { Content = new StringContent(body) };
        response.Content.Headers.ContentType = mediaType.Length == 0 ? null : new(mediaType);
        foreach ((string name, string value) in headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }
}
