using System.Runtime.CompilerServices;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Costs;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Messages;

namespace AgentCore.LiteLlm.Resilience;

/// <summary>Writes a refused request otherwise, once for each parameter that the endpoint names, and remembers what it then took.</summary>
/// <param name="inner">What makes the call.</param>
/// <param name="memory">What is known of endpoints.</param>
/// <param name="time">The clock.</param>
internal sealed class AdaptingProvider(IChatProvider inner, DialectMemory memory, TimeProvider time) : IChatProvider
{
    // Said of a value that is out of range: another value would be taken, so nothing is left out.
    private static readonly string[] ValueWords = ["must be", "between", "at most", "at least", "less than", "greater than", "too large", "too small", "range"];

    private static readonly string[] RefusalWords =
    [
        "unsupported", "not support", "n't support", "not permitted", "not allowed", "unrecognized", "unknown", "unexpected", "deprecated", "only the default",
        "only temperature", "instead",
    ];

    private static readonly string[] StreamWords =
    [
        "'stream'", "\"stream\"", "`stream`", "stream=true", "stream: true", "streaming", "stream mode", "support stream", "stream is", "to stream",
    ];

    private static readonly string[] NoStreamWords =
    [
        "unsupported", "not support", "n't support", "not implemented", "not available", "unavailable", "not allowed", "not permitted", "not enabled",
        "disabled", "must be false", "only non-streaming",
        "only supports non-streaming", "must be verified to stream", "cannot stream", "can't stream",
    ];

    // What servers say of content that is not there, null, or empty.
    private static readonly string[] LackWords =
    [
        "required", "missing", "null", "none", "undefined", "empty", "must", "expected", "should", "valid string", "invalid type", "provide",
    ];

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatEvent> AnswerAsync(ChatRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        ChatRequest current = request with { Dialect = memory.For(request) };
        Spent spent = Spent.Nothing;
        bool hasSwitched = false;
        if (FindUnsaid(request, current.Dialect.Metadata) is { } leftOut)
        {
            yield return new ChatEvent.Warning(
                $"{request.Endpoint.AbsoluteUri} was found not to take all metadata for model '{request.Model}'; it is sent without {leftOut}.");
        }

        while (true)
        {
            TimeSpan before = time.GetElapsedTime(start);
            ChatAttempt tried = new(inner.AnswerAsync(current with { TimeSpent = request.TimeSpent + before }, cancellationToken), cancellationToken);
            await using (tried.ConfigureAwait(false))
            {
                bool hasLearned = false;
                while (await tried.MoveNextAsync().ConfigureAwait(false))
                {
                    // Only what the endpoint took is worth remembering: the guess may have been wrong.
                    if (tried.HasBegun && !hasLearned)
                    {
                        hasLearned = true;
                        memory.Learn(request, current.Dialect);
                    }

                    yield return tried.Current;
                }
            }

            if (tried.Reply is { } reply)
            {
                memory.Learn(request, current.Dialect);
                yield return new ChatEvent.Completed(reply.After(spent, before));
                yield break;
            }

            ChatException refused = tried.Failure!;
            string change = "";
            if (tried.HasBegun || FindDialect(current, refused.Failure, hasSwitched, out change) is not { } dialect)
            {
                throw refused.After(spent);
            }

            spent = spent.Add(refused.Failure.Spent);
            FindUnsaid(request, dialect.Metadata);
            hasSwitched |= dialect.UsesMaxCompletionTokens != current.Dialect.UsesMaxCompletionTokens;
            current = current with { Dialect = dialect };
            yield return new ChatEvent.Warning($"{request.Endpoint.AbsoluteUri} refused the request for model '{request.Model}' as it was; {change}");
        }
    }

    // What the plan leaves out it has said itself; what was learned since is said once.
    private string? FindUnsaid(ChatRequest request, MetadataForm form) =>
        form != request.Dialect.Metadata && SentMetadata.Of(request.Labels, form).LeftOut is { IsEmpty: false } leftOut
            && string.Join(", ", leftOut) is { } words && memory.Say(request, words) ? words : null;

    // Each step changes what was sent, and the limit's name changes once: no step can come twice.
    private static Dialect? FindDialect(ChatRequest request, ChatFailure failure, bool hasSwitched, out string change)
    {
        Dialect dialect = request.Dialect;
        (Dialect? found, change) = dialect switch
        {
            { OmitsStream: false, OmitsStreamOptions: false } when request.Stream
                && failure.Kind == FailureKind.BadRequest
                && Names(failure, "stream_options") =>
                (dialect with { OmitsStreamOptions = true }, "it is sent without 'stream_options' from now on, so a stream brings no usage."),
            { OmitsStream: false } when request.Stream && RefusesStream(failure) =>
                (dialect with { OmitsStream = true }, "no stream is asked for from now on, so the answer comes in one piece."),
            { EmptyContent: not EmptyContent.Text } when request.Messages.Any(m => m is { ToolCalls.IsEmpty: false, Text: "", Parts.IsEmpty: true })
                && WantsContent(failure) =>
                (dialect with { EmptyContent = dialect.EmptyContent + 1 },
                    $"messages that only call tools are sent with {(dialect.EmptyContent == EmptyContent.Omitted ? "null" : "empty text")} as their content "
                        + "from now on."),
            { Metadata: not MetadataForm.Nothing } when !SentMetadata.Of(request.Labels, dialect.Metadata).IsEmpty && IsAboutMetadata(failure) =>
                LeaveOutMetadata(request),
            _ when !IsRefusal(failure) => (null, ""),
            { UsesMaxCompletionTokens: false } when !hasSwitched && request.MaxTokens is not null && Names(failure, "max_tokens") =>
                (dialect with { UsesMaxCompletionTokens = true }, "its limit is sent as 'max_completion_tokens' from now on."),
            { UsesMaxCompletionTokens: true } when !hasSwitched && request.MaxTokens is not null && Names(failure, "max_completion_tokens") =>
                (dialect with { UsesMaxCompletionTokens = false }, "its limit is sent as 'max_tokens' from now on."),
            { OmitsTemperature: false } when request.Temperature is not null && Names(failure, "temperature") =>
                (dialect with { OmitsTemperature = true }, "it is sent without 'temperature' from now on."),
            _ => (null, ""),
        };
        return found;
    }

    // First what OpenAI's schema does not allow; where that is nothing, or was not enough, all of it.
    private static (Dialect Dialect, string Change) LeaveOutMetadata(ChatRequest request)
    {
        SentMetadata texts = SentMetadata.Of(request.Labels, MetadataForm.Texts);
        return request.Dialect.Metadata == MetadataForm.Whole && texts is { IsEmpty: false, LeftOut.IsEmpty: false }
            ? (request.Dialect with { Metadata = MetadataForm.Texts },
                $"only short texts are sent as its 'metadata' from now on, so without {string.Join(", ", texts.LeftOut)}.")
            : (request.Dialect with { Metadata = MetadataForm.Nothing }, "it is sent without 'metadata' from now on.");
    }

    // The member itself, or an entry of it: "metadata.tags". Words that only mention it are of no weight where another member is named.
    private static bool IsAboutMetadata(ChatFailure failure) => failure is { Kind: FailureKind.BadRequest, ProviderMessage: { } words }
        && (failure.Parameter is { } named ? Names(named.Split('.', '[')[0], "metadata") : Names(words, "metadata"));

    private static bool IsRefusal(ChatFailure failure) => failure is { Kind: FailureKind.BadRequest, ProviderMessage: { } words }
        && (failure.IsParameterRefused || (Has(words, RefusalWords) && !Has(words, ValueWords)));

    // Only 'true' is ever sent: whatever an endpoint has against its value, it has against streams.
    private static bool RefusesStream(ChatFailure failure) =>
        failure is { Kind: not (FailureKind.RateLimited or FailureKind.GatewayError or FailureKind.TimedOut), ProviderMessage: { } words }
        && (failure.Parameter == "stream" || (Has(words, StreamWords) && Has(words, NoStreamWords)));

    private static bool WantsContent(ChatFailure failure) => failure is { Kind: FailureKind.BadRequest, ProviderMessage: { } words }
        && (words.Contains("NoneType", StringComparison.Ordinal) || (Names(failure, "content") && Has(words, LackWords)));

    private static bool Has(string text, string[] words) => words.Any(w => text.Contains(w, StringComparison.OrdinalIgnoreCase));

    private static bool Names(ChatFailure failure, string parameter) =>
        failure.Parameter?.Split('.')[^1] == parameter || (failure.ProviderMessage is { } words && Names(words, parameter));

    // 'max_tokens' is no part of 'max_completion_tokens'; still a name counts only as a whole word.
    private static bool Names(string text, string parameter)
    {
        int at = text.IndexOf(parameter, StringComparison.OrdinalIgnoreCase);
        return at >= 0
            && (at == 0 || !IsWord(text[at - 1]))
            && (at + parameter.Length == text.Length || !IsWord(text[at + parameter.Length]));
    }

    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';
}
