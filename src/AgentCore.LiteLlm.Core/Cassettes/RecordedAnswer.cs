using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using AgentCore.LiteLlm.Network;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Cassettes;

/// <summary>What is kept of how a request ended. The set is closed.</summary>
internal abstract record RecordedAnswer
{
    private RecordedAnswer()
    {
    }

    /// <summary>An HTTP response.</summary>
    /// <param name="Status">The status.</param>
    /// <param name="Headers">The headers that the module reads; no other is kept.</param>
    /// <param name="Chunks">The body, in the pieces in which it came.</param>
    /// <param name="IsCut">Whether the connection broke before the body ended.</param>
    public sealed record Response(int Status, ImmutableArray<KeyValuePair<string, string>> Headers, ImmutableArray<string> Chunks, bool IsCut) : RecordedAnswer
    {
        // What GatewayHeaders, FailureReader and RetryHints look at. Whatever else a server sends may be about its users.
        private static readonly string[] Kept =
        [
            "Content-Type", "Location", "Retry-After", "retry-after-ms", "x-should-retry", "x-request-id", "x-generation-id",
            "cf-aig-log-id", "cf-aig-cache-status", "cf-ray",
            "x-litellm-call-id", "x-litellm-model-id", "x-litellm-version", "x-litellm-response-cost", "x-litellm-cache-key",
            "x-litellm-attempted-retries", "x-litellm-attempted-fallbacks",
            "x-ratelimit-remaining-requests", "x-ratelimit-limit-requests", "x-ratelimit-remaining-tokens", "x-ratelimit-limit-tokens",
            Simulation.SimulatedEndpoint.HeaderName,
        ];

        /// <summary>Picks the headers that are kept, without secrets.</summary>
        public static ImmutableArray<KeyValuePair<string, string>> KeptOf(HttpResponseMessage response, Redactor redactor) =>
        [
            .. response.Headers.Concat(response.Content.Headers)
                .Where(h => Kept.Contains(h.Key, StringComparer.OrdinalIgnoreCase))
                .Select(h => KeyValuePair.Create(h.Key, redactor.Redact(string.Join(", ", h.Value)))),
        ];
    }

    /// <summary>A connection that failed before an answer began.</summary>
    /// <param name="Error">The socket's error, <c>ConnectTimeout</c>, or <c>Other</c>.</param>
    /// <param name="Message">What happened.</param>
    public sealed record Fault(string Error, string Message) : RecordedAnswer
    {
        private const string ConnectTimeout = "ConnectTimeout";

        /// <summary>Notes what was thrown; null for what is no fault of the connection.</summary>
        public static Fault? Of(Exception thrown, Redactor redactor) => thrown switch
        {
            OperationCanceledException { InnerException: TimeoutException } => new Fault(ConnectTimeout, "the connection was not accepted in time"),
            HttpRequestException or IOException =>
                new Fault(FindSocketError(thrown)?.ToString() ?? "Other", redactor.Redact(ConnectionFaults.Describe(thrown))),
            _ => null,
        };

        /// <summary>Makes an exception that means the same.</summary>
        public Exception ToException() => Error switch
        {
            ConnectTimeout => new TaskCanceledException(Message, new TimeoutException(Message)),
            _ when Enum.TryParse(Error, out SocketError error) => new HttpRequestException(Message, new SocketException((int)error)),
            _ => new HttpRequestException(Message, null, (HttpStatusCode?)null),
        };

        private static SocketError? FindSocketError(Exception? thrown) =>
            thrown is null ? null : thrown is SocketException socket ? socket.SocketErrorCode : FindSocketError(thrown.InnerException);
    }
}
