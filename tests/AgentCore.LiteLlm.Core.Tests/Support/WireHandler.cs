using System.Net;
using System.Net.Http.Headers;

namespace AgentCore.LiteLlm.Tests.Support;

/// <summary>Stands in for an endpoint: notes the exact request, holds it against OpenAI's schema, plays back a canned answer.</summary>
internal sealed class WireHandler(HttpStatusCode status, Func<HttpContent> content, string mediaType, params (string Name, string Value)[] headers)
    : HttpMessageHandler
{
    public WireHandler(HttpStatusCode status, string body, string mediaType = "application/json", params (string Name, string Value)[] headers)
        : this(status, () => new StringContent(body), mediaType, headers)
    {
    }

    /// <summary>Initializes an endpoint that streams.</summary>
    public WireHandler(Stream body, string mediaType = "text/event-stream")
        : this(HttpStatusCode.OK, () => new StreamContent(body), mediaType)
    {
    }

    public string? SentBody { get; private set; }

    public string? SentTo { get; private set; }

    public Dictionary<string, string> SentHeaders { get; } = new(StringComparer.OrdinalIgnoreCase);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        SentBody = await request.Content!.ReadAsStringAsync(cancellationToken);
        SentTo = $"{request.Method} {request.RequestUri}";
        OpenAISchema.Instance?.AssertValidRequest(SentBody);
        foreach ((string name, IEnumerable<string> values) in request.Headers.Concat(request.Content.Headers))
        {
            SentHeaders[name] = string.Join(", ", values);
        }

        HttpResponseMessage response = new(status) { Content = content() };
        response.Content.Headers.ContentType = mediaType.Length == 0 ? null : MediaTypeHeaderValue.Parse(mediaType);
        foreach ((string name, string value) in headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }
}
