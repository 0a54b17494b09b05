namespace AgentCore.LiteLlm.Network;

/// <summary>Gives every body as it is meant, however it was compressed: gateways do it whether they were asked to or not, and forget to say so.</summary>
internal sealed class DecodingHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        HttpContent sent = response.Content;
        Stream body = await sent.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        StreamContent decoded = new(new DecodedStream(body, [.. sent.Headers.ContentEncoding]));
        foreach ((string name, IEnumerable<string> values) in sent.Headers)
        {
            // What these say is true of the bytes on the wire alone. The length is kept as a hint to how much is coming.
            if (!name.Equals("Content-Encoding", StringComparison.OrdinalIgnoreCase))
            {
                decoded.Headers.TryAddWithoutValidation(name, values);
            }
        }

        response.Content = decoded;
        return response;
    }
}
