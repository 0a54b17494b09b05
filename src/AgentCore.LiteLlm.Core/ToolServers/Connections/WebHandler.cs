using System.Globalization;
using System.Net;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Wire;

namespace AgentCore.LiteLlm.ToolServers.Connections;

/// <summary>
/// Stands between the protocol's library and the network: adds the credentials to each request, signs it, refuses redirects, and bounds what
/// comes back. Only a question that was not taken says that nothing was done: what is fetched later of its answer does not.
/// </summary>
/// <param name="target">The server.</param>
/// <param name="mostBytes">How many bytes one body may have.</param>
/// <param name="inner">The network.</param>
internal sealed class WebHandler(ServerTarget.Web target, long mostBytes, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private const int LongestChallenge = 200;

    /// <summary>Gets why the last request that failed did.</summary>
    public ToolServerException? Failure { get; private set; }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // The library follows addresses that a server names; credentials go to the one that the user named.
        if (request.RequestUri is not { } address || address.GetLeftPart(UriPartial.Authority) != target.Address.GetLeftPart(UriPartial.Authority))
        {
            throw Fail(ServerProblem.Unreadable, "names another address, which is not followed.");
        }

        ChatTransport.Unlock(target.Headers, (name, value) => request.Headers.TryAddWithoutValidation(name, value));
        if (target.Signer is { } signer)
        {
            await signer.SignAsync(request, cancellationToken).ConfigureAwait(false);
        }

        HttpResponseMessage response;
        try
        {
            response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
            or HttpRequestError.SecureConnectionError)
        {
            throw Fail(
                request.Method == HttpMethod.Post ? ServerProblem.Unreachable : ServerProblem.Lost,
                $"cannot be reached: {SecretShapes.Mask(e.Message).TrimEnd('.')}.", e);
        }

        if (FindFailure(request, response) is { } failure)
        {
            response.Dispose();
            throw failure;
        }

        if (response.Content.Headers.ContentLength > mostBytes)
        {
            response.Dispose();
            throw Fail(ServerProblem.Unreadable, $"answered with more than the {ToMegabytes()} MiB that are read.");
        }

        await BoundAsync(response, cancellationToken).ConfigureAwait(false);
        return response;
    }

    private ToolServerException? FindFailure(HttpRequestMessage request, HttpResponseMessage response)
    {
        int status = (int)response.StatusCode;
        string code = status.ToString(CultureInfo.InvariantCulture);
        switch (response.StatusCode)
        {
            case HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden:
                string challenge = SecretShapes.ToLegible(SecretShapes.Mask(string.Join(", ", response.Headers.WwwAuthenticate)));
                string asks = challenge.Length == 0 ? "" : $" It asks for: {challenge[..Math.Min(challenge.Length, LongestChallenge)]}";
                return Fail(ServerProblem.Unauthorized, $"does not let the call in (status {code}).{asks}");
            case HttpStatusCode.NotFound when request.Headers.Contains("Mcp-Session-Id"):
                return Fail(request.Method == HttpMethod.Post ? ServerProblem.SessionGone : ServerProblem.Lost, "does not know the session any more.");
            case >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest:
                return Fail(ServerProblem.Unreadable, $"answers with a redirect (status {code}), which is not followed.");
            case HttpStatusCode.TooManyRequests:
                return Fail(ServerProblem.Refused, $"is asked too often (status {code}).");
            case >= HttpStatusCode.InternalServerError:
                return Fail(ServerProblem.Lost, $"failed (status {code}).");
            default:
                // The library reads the rest: a 400 or a 405 is a step of finding out what the server speaks.
                return null;
        }
    }

    private async Task BoundAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        Stream body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        StreamContent bounded = new(new BoundedStream(body, mostBytes));
        foreach (KeyValuePair<string, IEnumerable<string>> header in response.Content.Headers)
        {
            bounded.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        response.Content = bounded;
    }

    private ToolServerException Fail(ServerProblem problem, string what, Exception? cause = null) =>
        Failure = new ToolServerException(problem, $"The tool server '{target.Name}' at {target.Shown} {what}", cause);

    private string ToMegabytes() => (mostBytes >> 20).ToString(CultureInfo.InvariantCulture);
}
