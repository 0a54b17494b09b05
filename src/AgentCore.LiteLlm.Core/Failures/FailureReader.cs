using System.Collections.Immutable;
using AgentCore.LiteLlm.Failures.Bodies;
using AgentCore.LiteLlm.Failures.Recognition;
using AgentCore.LiteLlm.Network;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Terminal;

namespace AgentCore.LiteLlm.Failures;

/// <summary>Makes failures of one call out of what its endpoint answered, or of its silence.</summary>
/// <param name="address">The address that was called.</param>
/// <param name="headers">The headers that authenticate the call.</param>
/// <param name="redactor">Takes the request's secrets out of everything the endpoint echoes.</param>
internal sealed class FailureReader(Uri address, ImmutableArray<SecretHeader> headers, Redactor redactor)
{
    private const int LongestMessage = 600;

    private readonly string _endpoint = address.AbsoluteUri;
    private readonly bool _hasKey = headers.Any(h => h.Name.Equals("Authorization", StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads an answer that is no success.</summary>
    /// <param name="status">The HTTP status; 200 when a body with an error came with it.</param>
    /// <param name="headers">Finds a response header.</param>
    /// <param name="body">The body, or its beginning.</param>
    /// <param name="now">The time now.</param>
    /// <returns>The failure.</returns>
    public ChatFailure FromAnswer(int status, Func<string, string?> headers, ReadOnlyMemory<byte> body, DateTimeOffset now)
    {
        ErrorBody? error = ErrorBodyReader.Read(body);
        string? message = Clean(error?.Message);
        TimeSpan? wait = RetryHints.Find(headers("retry-after-ms"), headers("retry-after"), error?.Message, now, error?.Wait);
        RecognisedFailure meant = FailureRecogniser.Recognise(status, error, headers, wait is not null);
        string? id = FindRequestId(headers);
        string answer = status is >= 300 and < 400 ? $"{status}, a redirect {Clean(FindRedirectHost(headers("Location")))}".TrimEnd() : $"{status}";
        return new ChatFailure
        {
            Kind = meant.Kind,
            Summary = $"{_endpoint} answered {answer}{(message is null ? "." : $": {EndSentence(message)}")}",
            Advice = WithId(Clean(FailureAdvice.Find(meant, address, _hasKey)), meant.Kind, id),
            Endpoint = _endpoint,
            HttpStatus = status,
            ProviderMessage = message,
            ProviderCode = Clean(error?.Code ?? error?.Type),
            RequestId = id,
            Retriable = meant.IsRetriable,
            RetryAfter = wait,
            Parameter = Clean(meant.Parameter),
            IsParameterRefused = meant.IsParameterRefused,
            RefusesMember = meant.RefusesMember,
            RefusesForm = meant.RefusesForm,
            Guardrail = Clean(meant.Guardrail),
            IsUpstream = meant.IsUpstream,
        };
    }

    /// <summary>Makes a failure of an answer with a good status that is no chat completion.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="headers">Finds a response header.</param>
    /// <param name="problem">What is wrong with it, as the end of a sentence.</param>
    /// <returns>The failure.</returns>
    public ChatFailure Invalid(int status, Func<string, string?> headers, string problem)
    {
        RecognisedFailure meant = new(FailureKind.ReplyInvalid, status) { IsUpstream = FailureRecogniser.IsPassedOn(headers) };
        return new ChatFailure
        {
            Kind = meant.Kind,
            Summary = $"{_endpoint} answered {status}, but {problem}.",
            Advice = FailureAdvice.Find(meant, address, _hasKey),
            Endpoint = _endpoint,
            HttpStatus = status,
            RequestId = FindRequestId(headers),
            IsUpstream = meant.IsUpstream,
        };
    }

    /// <summary>Makes a failure of an answer that began well and broke off.</summary>
    /// <param name="headers">Finds a response header.</param>
    /// <param name="problem">What happened, as the end of a sentence that begins with the address.</param>
    /// <returns>The failure.</returns>
    public ChatFailure CutOff(Func<string, string?> headers, string problem) => new()
    {
        Kind = FailureKind.ReplyCutOff,
        Summary = $"{_endpoint} {Clean(problem)}.",
        Advice = Advise(FailureKind.ReplyCutOff, 0),
        Endpoint = _endpoint,
        RequestId = FindRequestId(headers),
    };

    /// <summary>Makes a failure of a call that got no answer.</summary>
    /// <param name="kind">Connection, time or cancellation.</param>
    /// <param name="problem">What happened, as the end of a sentence that begins with the address.</param>
    /// <param name="headers">Finds a response header; null when none has come.</param>
    /// <returns>The failure.</returns>
    public ChatFailure NoAnswer(FailureKind kind, string problem, Func<string, string?>? headers = null) => new()
    {
        Kind = kind,
        Summary = $"{_endpoint} {Clean(problem)}.",
        Advice = Advise(kind, 0),
        Endpoint = _endpoint,
        RequestId = headers is null ? null : FindRequestId(headers),
        Retriable = kind == FailureKind.ConnectionFailed,
    };

    /// <summary>Makes a failure of a call for which no connection was made.</summary>
    /// <param name="fault">Why.</param>
    /// <returns>The failure.</returns>
    public ChatFailure NotReached(ConnectionFault fault)
    {
        ChatFailure failure = NoAnswer(FailureKind.ConnectionFailed, $"cannot be reached: {fault.Words}");
        return failure with { Advice = Clean(fault.Advice) ?? failure.Advice, Retriable = fault.CanHeal, Causes = fault.Causes };
    }

    /// <summary>Finds the endpoint's own id of the request.</summary>
    /// <param name="headers">Finds a response header.</param>
    /// <returns>The id, or null.</returns>
    public string? FindRequestId(Func<string, string?> headers) =>
        Clean(headers("x-litellm-call-id") ?? headers("x-request-id") ?? headers("x-generation-id") ?? headers("cf-aig-log-id") ?? headers("cf-ray"));

    // An id that is not there helps nobody.
    private static string? WithId(string? advice, FailureKind kind, string? id) =>
        id is not null && kind is (FailureKind.ServerError or FailureKind.GatewayError) ? $"{advice} The request id helps its operator: {id}." : advice;

    private string? Advise(FailureKind kind, int status) =>
        FailureAdvice.Find(kind, status, address, _hasKey);

    // One line of bounded length: this text ends in a console, and a server may send anything.
    private string? Clean(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        string line = string.Concat(redactor.Redact(text).Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        return line.Length <= LongestMessage ? line : WholeCharacters.Cut(line, LongestMessage) + "…";
    }

    private static string EndSentence(string text) => text[^1] is '.' or '!' or '?' ? text : text + ".";

    // Only the host: the rest of a login address may carry tokens.
    private static string FindRedirectHost(string? location) =>
        Uri.TryCreate(location, UriKind.Absolute, out Uri? target) ? $"to {target.Host}" : "";
}
