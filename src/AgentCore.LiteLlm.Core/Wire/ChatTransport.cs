using System.Collections.Immutable;
using AgentCore.LiteLlm.Network;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Simulation;

namespace AgentCore.LiteLlm.Wire;

/// <summary>Carries requests to endpoints over sockets that are kept and shared; safe to use from many threads.</summary>
internal sealed class ChatTransport : IDisposable
{
    /// <summary>What this product calls itself.</summary>
    internal static readonly string UserAgent = $"AgentCore.LiteLlm/{typeof(ChatTransport).Assembly.GetName().Version!.ToString(3)}";

    private const string Json = "application/json";

    private readonly bool _waits;

    private ChatTransport(HttpMessageHandler handler, bool isSimulated, bool waits = false)
    {
        _waits = waits;

        // Time limits are the provider's: this one would cut a slow model that keeps sending.
        Http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        IsSimulated = isSimulated;
    }

    /// <summary>Gets a value indicating whether answers are made up in this process.</summary>
    public bool IsSimulated { get; }

    /// <summary>Gets a value indicating whether a cassette answers.</summary>
    public bool IsReplayed { get; private init; }

    /// <summary>Gets the sockets, for a library that makes its own requests.</summary>
    internal HttpClient Http { get; }

    /// <summary>Makes a transport over the network. Redirects are never followed, since they would carry keys elsewhere.</summary>
    /// <param name="options">How connections are made; null for the usual way.</param>
    /// <returns>The transport.</returns>
#pragma warning disable CA2000 // the client disposes its handler
    public static ChatTransport OverHttp(TransportOptions? options = null) => new((options ?? new TransportOptions()).ToHandler(), isSimulated: false);

    /// <summary>
    /// Makes a transport over the network whose callers are blocked until an answer has come, where that harms nobody. It is for a thread that asks one
    /// thing at a time, without TLS: that is negotiated asynchronously, and what waits then wakes no sooner.
    /// </summary>
    /// <param name="options">How connections are made; null for the usual way.</param>
    /// <returns>The transport.</returns>
    public static ChatTransport Waiting(TransportOptions? options = null) =>
        new((options ?? new TransportOptions()).ToHandler(waits: true), isSimulated: false, waits: true);
#pragma warning restore CA2000

    /// <summary>Makes a transport that answers by itself, with no network.</summary>
    /// <returns>The transport.</returns>
#pragma warning disable CA2000 // the client disposes its handler
    public static ChatTransport Simulated() => new(new SimulatedEndpoint(), isSimulated: true);
#pragma warning restore CA2000

    /// <inheritdoc/>
    public void Dispose() => Http.Dispose();

    /// <summary>Makes a transport over a handler of the caller's.</summary>
    internal static ChatTransport Over(HttpMessageHandler handler, bool isSimulated = false) => new(handler, isSimulated);

    /// <summary>Makes a transport over a handler that plays a cassette.</summary>
    internal static ChatTransport Replaying(HttpMessageHandler handler) => new(handler, isSimulated: false) { IsReplayed = true };

    /// <summary>Sends one request and returns as soon as the headers of the answer are there.</summary>
    internal Task<HttpResponseMessage> SendAsync(WrittenRequest written, CancellationToken cancellationToken) =>
        AskAsync(written.Request.Endpoint, written.Request.Headers, written, null, cancellationToken);

    /// <summary>Asks for a resource, and returns as soon as the headers of the answer are there.</summary>
    internal Task<HttpResponseMessage> GetAsync(Uri address, ImmutableArray<SecretHeader> headers, CancellationToken cancellationToken) =>
        AskAsync(address, headers, null, null, cancellationToken);

    /// <summary>Sends a message to a remote agent, and returns as soon as the headers of the answer are there.</summary>
    internal Task<HttpResponseMessage> PostAsync(WrittenRequest written, Uri address, string version, CancellationToken cancellationToken) =>
        AskAsync(address, written.Request.Headers, written, version, cancellationToken);

    /// <summary>Gives out the values of headers that are about to be sent.</summary>
    internal static void Unlock(ImmutableArray<SecretHeader> headers, Action<string, string> set)
    {
        foreach (SecretHeader header in headers)
        {
            set(header.Name, header.Scheme + header.Value.Reveal());
        }
    }

    private Task<HttpResponseMessage> AskAsync(
        Uri address, ImmutableArray<SecretHeader> headers, WrittenRequest? written, string? agentVersion, CancellationToken cancellationToken)
    {
        // Nobody waits for the end of it here: each asynchronous method on the way is one more for the JIT to compile before a first reply.
#pragma warning disable CA2000 // a request holds bytes in memory, and nothing that has to be freed
        HttpRequestMessage request = new(written is null ? HttpMethod.Get : HttpMethod.Post, address);
        if (written is not null)
        {
            request.Content = new ReadOnlyMemoryContent(written.Body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", Json);
        }
#pragma warning restore CA2000

        // What a blueprint names in extra_headers_env stands in place of what is usual; some names belong to the body.
        Unlock(headers, (name, value) =>
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        });
        AddUnlessGiven(request, "Accept", Json);
        AddUnlessGiven(request, "User-Agent", UserAgent);
        if (agentVersion is not null)
        {
            request.Headers.TryAddWithoutValidation("A2A-Version", agentVersion);
        }

#pragma warning disable CA1849, VSTHRD103 // whoever asks so means to be blocked
        return _waits && MayBlock(Thread.CurrentThread)
            ? Task.FromResult(Http.Send(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken))
            : Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
#pragma warning restore CA1849, VSTHRD103
    }

    // A thread of the pool is waited for by others: a call that had to wait for something else goes on there. On Windows the thread of COM objects has to
    // answer them meanwhile, which it does where it waits for a task.
    private static bool MayBlock(Thread thread) => !thread.IsThreadPoolThread && thread.GetApartmentState() != ApartmentState.STA;

    private static void AddUnlessGiven(HttpRequestMessage request, string name, string value)
    {
        if (!request.Headers.NonValidated.Contains(name))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }
}
