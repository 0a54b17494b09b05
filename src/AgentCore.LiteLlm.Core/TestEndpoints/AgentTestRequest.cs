using System.Collections.Immutable;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.TestEndpoints;

/// <summary>A request that a test endpoint received, to look at and to assert on. Secrets among the headers are starred.</summary>
public sealed record AgentTestRequest
{
    /// <summary>Gets the place in the order in which requests were complete, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>Gets when it was complete.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Gets the method.</summary>
    public required string Method { get; init; }

    /// <summary>Gets the path, without the query.</summary>
    public required string Path { get; init; }

    /// <summary>Gets the query with its question mark; empty where there is none.</summary>
    public required string Query { get; init; }

    /// <summary>Gets the headers by name, in any case; a key, token or other secret is starred, and <c>Bearer</c> before it is not.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>Gets the body: objects where it is JSON, else its text; null where there is none.</summary>
    public object? Body { get; init; }

    /// <summary>Gets the body as it was received.</summary>
    public required string BodyText { get; init; }

    /// <summary>Gets the model that a chat request asks for.</summary>
    public string? Model { get; init; }

    /// <summary>Gets the text of the last message of the user in a chat request.</summary>
    public string? Prompt { get; init; }

    /// <summary>Gets the messages of a chat request, each with <c>role</c> and <c>content</c>; of a request for a response, its items.</summary>
    public ImmutableArray<object?> Messages { get; init; } = [];

    /// <summary>Gets a value indicating whether a chat request asks for a stream.</summary>
    public bool Stream { get; init; }

    /// <summary>Gets what became of it so far.</summary>
    public required TestOutcome Outcome { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Method} {Path}";

    /// <summary>Makes the view of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="body">Its body, as objects.</param>
    /// <param name="messages">Its messages, as objects.</param>
    internal static AgentTestRequest Of(TestRequest request, object? body, ImmutableArray<object?> messages) => new()
    {
        Index = request.Index,
        At = request.ReceivedAt,
        Method = request.Method,
        Path = request.Path,
        Query = request.Query,
        Headers = request.Headers.GroupBy(h => h.Key, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(g => g.Key, g => string.Join(", ", g.Select(h => Star(h.Key, h.Value))), StringComparer.OrdinalIgnoreCase),
        Body = body,
        BodyText = request.Body,
        Model = request.Model,
        Prompt = request.Prompt,
        Messages = messages,
        Stream = request.Stream,
        Outcome = request.Outcome,
    };

    private static string Star(string name, string value)
    {
        if (string.IsNullOrWhiteSpace(value)
            || name.Equals("User-Agent", StringComparison.OrdinalIgnoreCase)
            || name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase))
        {
            return value;
        }

        string scheme = value.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? value[..7] : "";
        return new SecretHeader(name, new Secret(value)).IsConfidential ? scheme + "***" : value;
    }
}
