using System.Net;
using System.Text;

namespace AgentCore.LiteLlm.Cassettes;

/// <summary>A transport without a network: it answers as the cassette says, a stream as a stream.</summary>
internal sealed class ReplayingHandler(Player player) : HttpMessageHandler
{
    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        RecordedRequest asked = await RecordedRequest.ReadAsync(request, RecordedRequest.RedactorFor(request), cancellationToken).ConfigureAwait(false);
        RecordedAnswer answer = player.Take(asked, request.RequestUri!.AbsoluteUri);
        if (answer is RecordedAnswer.Fault fault)
        {
            throw fault.ToException();
        }

        RecordedAnswer.Response recorded = (RecordedAnswer.Response)answer;
        HttpResponseMessage response = new((HttpStatusCode)recorded.Status)
        {
            RequestMessage = request,
            Content = new StreamContent(new ReplayedStream([.. recorded.Chunks.Select(Encoding.UTF8.GetBytes)], recorded.IsCut)),
        };
        foreach (KeyValuePair<string, string> header in recorded.Headers)
        {
            if (!response.Headers.TryAddWithoutValidation(header.Key, header.Value))
            {
                response.Content.Headers.TryAddWithoutValidation(header.Key, header.Value);
            }
        }

        return response;
    }
}
