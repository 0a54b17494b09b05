using System.Net.Http.Headers;

namespace AgentCore.LiteLlm.Aws;

/// <summary>Signs HTTP requests for one service in one region, each on its own: a signature holds for minutes only.</summary>
/// <param name="credentials">Whose signatures they are.</param>
/// <param name="region">The region.</param>
/// <param name="service">The service.</param>
/// <param name="time">The clock.</param>
internal sealed class RequestSigner(AwsCredentials credentials, string region, string service, TimeProvider time)
{
    /// <summary>Gets whose signatures they are.</summary>
    public AwsCredentials Credentials => credentials;

    /// <summary>Signs a request that is whole: its headers are set, and its body is given out as the bytes that are sent.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends the reading of its body.</param>
    public async Task SignAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        byte[] body = [];
        if (request.Content is { } content)
        {
            // A body that is written as it is sent has no bytes to sign yet.
            body = await content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            ByteArrayContent whole = new(body);
            foreach (KeyValuePair<string, IEnumerable<string>> header in content.Headers.Where(h => h.Key != "Content-Length"))
            {
                whole.Headers.TryAddWithoutValidation(header.Key, header.Value);
            }

            request.Content = whole;
        }

        SignatureScope scope = new(region, service, time.GetUtcNow());
        HttpRequestHeaders headers = request.Headers;
        headers.Remove("X-Amz-Date");
        headers.TryAddWithoutValidation("X-Amz-Date", scope.Timestamp);
        headers.Remove("X-Amz-Security-Token");
        credentials.SessionToken?.AddTo(headers, "X-Amz-Security-Token");
        List<KeyValuePair<string, string>> signed = [KeyValuePair.Create("host", request.RequestUri!.Authority)];
        foreach (KeyValuePair<string, IEnumerable<string>> header in headers.Concat(request.Content?.Headers.AsEnumerable() ?? []))
        {
            // What a proxy on the way may change is not signed.
            if (header.Key.StartsWith("X-Amz-", StringComparison.OrdinalIgnoreCase) || header.Key.StartsWith("Mcp-", StringComparison.OrdinalIgnoreCase)
                || header.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase))
            {
                signed.AddRange(header.Value.Select(v => KeyValuePair.Create(header.Key, v)));
            }
        }

        headers.Remove("Authorization");
        string target = request.RequestUri.PathAndQuery;
        headers.TryAddWithoutValidation("Authorization", Signature.Sign(request.Method.Method, target, signed, body, credentials, scope));
    }
}
