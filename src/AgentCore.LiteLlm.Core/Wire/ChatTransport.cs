using System.ClientModel;
using System.ClientModel.Primitives;
using System.Collections.Immutable;
using AgentCore.LiteLlm.Network;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Simulation;

namespace AgentCore.LiteLlm.Wire;

/// <summary>Carries requests to endpoints over sockets that are kept and shared; safe to use from many threads.</summary>
internal sealed class ChatTransport : IDisposable
{
    private readonly HttpClient _http;
    private readonly HttpClientPipelineTransport _pipeline;
    private readonly ClientPipeline _calls;

    private ChatTransport(HttpMessageHandler handler, bool isSimulated)
    {
        // Time limits are the provider's: this one would cut a slow model that keeps sending.
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _pipeline = new HttpClientPipelineTransport(_http);
        IsSimulated = isSimulated;

        // The SDK's clients would add what every call then takes away again, and give a stream of responses out only up to its last blank line,
        // which servers forget.
        ClientPipelineOptions options = new();
        SetUp(options);
        _calls = ClientPipeline.Create(options);
    }

    /// <summary>Gets a value indicating whether answers are made up in this process.</summary>
    public bool IsSimulated { get; }

    /// <summary>Gets a value indicating whether a cassette answers.</summary>
    public bool IsReplayed { get; private init; }

    /// <summary>Makes a transport over the network. Redirects are never followed, since they would carry keys elsewhere.</summary>
    /// <param name="options">How connections are made; null for the usual way.</param>
    /// <returns>The transport.</returns>
#pragma warning disable CA2000 // the client disposes its handler
    public static ChatTransport OverHttp(TransportOptions? options = null) => new((options ?? new TransportOptions()).ToHandler(), isSimulated: false);
#pragma warning restore CA2000

    /// <summary>Makes a transport that answers by itself, with no network.</summary>
    /// <returns>The transport.</returns>
#pragma warning disable CA2000 // the client disposes its handler
    public static ChatTransport Simulated() => new(new SimulatedEndpoint(), isSimulated: true);
#pragma warning restore CA2000

    /// <inheritdoc/>
    public void Dispose()
    {
        _pipeline.Dispose();
        _http.Dispose();
    }

    /// <summary>Makes a transport over a handler of the caller's.</summary>
    internal static ChatTransport Over(HttpMessageHandler handler, bool isSimulated = false) => new(handler, isSimulated);

    /// <summary>Makes a transport over a handler that plays a cassette.</summary>
    internal static ChatTransport Replaying(HttpMessageHandler handler) => new(handler, isSimulated: false) { IsReplayed = true };

    /// <summary>Sends one request and returns as soon as the headers of the answer are there.</summary>
    internal async Task<PipelineResponse> SendAsync(WrittenRequest written, CancellationToken cancellationToken)
    {
        RequestOptions options = ToOptions(written.Request.Headers, cancellationToken);
        using BinaryContent content = BinaryContent.Create(BinaryData.FromBytes(written.Body));
        using PipelineMessage message = _calls.CreateMessage();
        message.Request.Method = "POST";
        message.Request.Uri = written.Request.Endpoint;
        message.Request.Headers.Set("Content-Type", "application/json");
        message.Request.Headers.Set("Accept", "application/json");
        message.Request.Content = content;
        message.Apply(options);
        await _calls.SendAsync(message).ConfigureAwait(false);
        return message.ExtractResponse()!;
    }

    /// <summary>Makes the options of a request through the SDK: nothing is buffered, no status throws, and the headers are unlocked.</summary>
    internal static RequestOptions ToOptions(
        ImmutableArray<SecretHeader> headers, CancellationToken cancellationToken, params ReadOnlySpan<(string Name, string Value)> plain)
    {
        RequestOptions options = new()
        {
            BufferResponse = false,
            ErrorOptions = ClientErrorBehaviors.NoThrow,
            CancellationToken = cancellationToken,
        };
        foreach ((string name, string value) in plain)
        {
            options.SetHeader(name, value);
        }

        Unlock(headers, options.SetHeader);
        return options;
    }

    /// <summary>Sets up a client of the SDK as every call of ours wants it: our sockets, no retries, no limits, no logging.</summary>
    internal void SetUp(ClientPipelineOptions options)
    {
        options.Transport = _pipeline;
        options.RetryPolicy = new NoRetries();
        options.NetworkTimeout = Timeout.InfiniteTimeSpan;
        options.ClientLoggingOptions = new ClientLoggingOptions { EnableLogging = false };
        options.AddPolicy(new OwnUserAgent(), PipelinePosition.BeforeTransport);
    }

    /// <summary>Asks for a resource, and returns as soon as the headers of the answer are there.</summary>
    internal async Task<HttpResponseMessage> GetAsync(Uri address, ImmutableArray<SecretHeader> headers, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, address);
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        Unlock(headers, (name, value) => request.Headers.TryAddWithoutValidation(name, value));
        if (!request.Headers.Contains("User-Agent"))
        {
            request.Headers.TryAddWithoutValidation("User-Agent", OwnUserAgent.Value);
        }

        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends a message to a remote agent, and returns as soon as the headers of the answer are there.</summary>
    internal async Task<HttpResponseMessage> PostAsync(WrittenRequest written, Uri address, string version, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, address) { Content = new ReadOnlyMemoryContent(written.Body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        request.Headers.TryAddWithoutValidation("A2A-Version", version);
        Unlock(written.Request.Headers, (name, value) => request.Headers.TryAddWithoutValidation(name, value));
        if (!request.Headers.Contains("User-Agent"))
        {
            request.Headers.TryAddWithoutValidation("User-Agent", OwnUserAgent.Value);
        }

        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gives out the values of headers that are about to be sent.</summary>
    internal static void Unlock(ImmutableArray<SecretHeader> headers, Action<string, string> set)
    {
        foreach (SecretHeader header in headers)
        {
            set(header.Name, header.Scheme + header.Value.Reveal());
        }
    }
}
