using System.Net.Http.Headers;

namespace AgentCore.LiteLlm.Wire;

/// <summary>A response whose headers are there, and whose body is still to be read.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The body; disposing it frees the connection.</param>
/// <param name="Header">Finds a header.</param>
internal sealed record ReceivedResponse(int Status, Stream Body, Func<string, string?> Header)
{
    /// <summary>Takes the response of a request of ours.</summary>
    public static async Task<ReceivedResponse> OfAsync(HttpResponseMessage response, CancellationToken cancellationToken) => new(
        (int)response.StatusCode, await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), HeadersOf(response));

    /// <summary>Gives what finds a response header.</summary>
    public static Func<string, string?> HeadersOf(HttpResponseMessage response)
    {
        // As they were sent: an endpoint's own spelling is no reason to parse and write them anew.
        HttpHeadersNonValidated head = response.Headers.NonValidated;
        HttpHeadersNonValidated body = response.Content.Headers.NonValidated;

        // Thirty names are asked for of every answer, nearly all of them gateways': where no gateway spoke, none of those is looked up.
        bool isOfGateway = HasGatewayHeader(head);
        return name => (isOfGateway || !IsOfGateway(name)) && (head.TryGetValues(name, out HeaderStringValues values) || body.TryGetValues(name, out values))
            ? values.ToString()
            : null;
    }

    private static bool HasGatewayHeader(HttpHeadersNonValidated headers)
    {
        foreach (KeyValuePair<string, HeaderStringValues> header in headers)
        {
            if (IsOfGateway(header.Key))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOfGateway(string name) =>
        name.StartsWith("x-", StringComparison.OrdinalIgnoreCase) || name.StartsWith("cf-", StringComparison.OrdinalIgnoreCase);
}
