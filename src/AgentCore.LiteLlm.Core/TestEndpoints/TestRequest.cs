using System.Collections.Immutable;
using System.Text;
using AgentCore.LiteLlm.Simulation;

namespace AgentCore.LiteLlm.TestEndpoints;

/// <summary>A request as a test endpoint received it. Header values never show by themselves, because keys are among them.</summary>
public sealed class TestRequest
{
    private readonly ReceivedRequest _received;
    private readonly TaskCompletionSource<TestOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal TestRequest(ReceivedRequest received, int connection, DateTimeOffset at)
    {
        _received = received;
        Connection = connection;
        ReceivedAt = at;
        HeaderNames = [.. received.Headers.Select(h => h.Key)];
        if (Path.EndsWith("/chat/completions", StringComparison.Ordinal))
        {
            Call = ChatQuestionReader.Read(received.Body, out EndpointError? refusal);
            Refusal = refusal;
        }
        else if (IsOfResponses)
        {
            Call = ResponseQuestionReader.Read(received.Body, out EndpointError? refusal);
            Refusal = refusal;
        }
    }

    /// <summary>Gets the place in the order in which requests were complete, from 0.</summary>
    public int Index { get; internal set; }

    /// <summary>Gets the connection it came on, numbered from 0 in the order they were accepted; equal numbers prove reuse.</summary>
    public int Connection { get; }

    /// <summary>Gets when it was complete.</summary>
    public DateTimeOffset ReceivedAt { get; }

    /// <summary>Gets the method.</summary>
    public string Method => _received.Method;

    /// <summary>Gets the path, undecoded and without the query.</summary>
    public string Path => _received.Path;

    /// <summary>Gets the query with its question mark; empty where there is none.</summary>
    public string Query => _received.Query;

    /// <summary>Gets the names of the headers in the order in which they came, repeated where they came more than once.</summary>
    public ImmutableArray<string> HeaderNames { get; }

    /// <summary>Gets the bytes of the body.</summary>
    public ReadOnlyMemory<byte> BodyBytes => _received.Body;

    /// <summary>Gets the body as text.</summary>
    public string Body => Encoding.UTF8.GetString(_received.Body);

    /// <summary>Gets the model that a chat request asks for; null where the request is no valid one.</summary>
    public string? Model => Call?.Model;

    /// <summary>Gets the text of the last message of the user in a chat request; null where the request is no valid one.</summary>
    public string? Prompt => Call?.Prompt;

    /// <summary>Gets a value indicating whether a chat request asks for a stream.</summary>
    public bool Stream => Call?.Stream ?? false;

    /// <summary>Gets what became of it so far.</summary>
    public TestOutcome Outcome => _outcome.Task.IsCompletedSuccessfully ? Ended : TestOutcome.Pending;

    /// <summary>Gets a value indicating whether the client closed the connection before the reply's last write.</summary>
    public bool ClientClosedEarly => Outcome == TestOutcome.Disconnected;

    /// <summary>Gets all headers, in the order in which they came.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> Headers => _received.Headers;

    internal bool IsOfResponses => Path.EndsWith("/responses", StringComparison.Ordinal);

    internal ChatQuestion? Call { get; }

    internal EndpointError? Refusal { get; }

    internal bool KeepsConnection => _received.KeepsConnection;

    internal bool TakesChunks => _received.TakesChunks;

    private TestOutcome Ended { get; set; }

    /// <summary>Returns the value of a header, the first one where there are several.</summary>
    /// <param name="name">The name, in any case.</param>
    /// <returns>The value as it was received, or null.</returns>
    public string? FindHeader(string name) => FindHeaders(name) is [{ } first, ..] ? first : null;

    /// <summary>Returns all values of a header, in the order in which they came.</summary>
    /// <param name="name">The name, in any case.</param>
    /// <returns>The values as they were received.</returns>
    public ImmutableArray<string> FindHeaders(string name) =>
        [.. _received.Headers.Where(h => h.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(h => h.Value)];

    /// <summary>Waits until the reply has ended.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What became of the request.</returns>
    public Task<TestOutcome> WaitForOutcomeAsync(CancellationToken cancellationToken = default) =>
        _outcome.Task.WaitAsync(cancellationToken);

    /// <inheritdoc/>
    public override string ToString() => $"{Method} {Path}";

    internal void End(TestOutcome outcome)
    {
        lock (_outcome)
        {
            if (!_outcome.Task.IsCompleted)
            {
                Ended = outcome;
                _outcome.SetResult(outcome);
            }
        }
    }
}
