using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Costs;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Messages;

namespace AgentCore.LiteLlm.Resilience;

/// <summary>Writes a refused request otherwise, once for each parameter that the endpoint names, and remembers what it then took.</summary>
/// <param name="inner">What makes the call.</param>
/// <param name="memory">What is known of endpoints.</param>
/// <param name="time">The clock.</param>
internal sealed partial class AdaptingProvider(IChatProvider inner, DialectMemory memory, TimeProvider time) : IChatProvider
{
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
        Dialect known = ToAllowed(memory.For(request), request);
        ChatRequest current = known == request.Dialect ? request : request with { Dialect = known };
        Spent spent = Spent.Nothing;
        bool hasSwitched = false;
        ApiSwitch apis = new();
        if (FindUnsaid(request, current.Dialect.Metadata) is { } leftOut)
        {
            yield return new ChatEvent.Warning(
                $"{request.Endpoint.AbsoluteUri} was found not to take all metadata for model '{request.Model}'; it is sent without {leftOut}.");
        }

        if (request.ApiChoice == ModelApi.Auto && current.RaisesLimit)
        {
            yield return new ChatEvent.Warning($"{current.Endpoint.AbsoluteUri}, by which model '{request.Model}' is asked, {LimitWords(request)}.");
        }

        while (true)
        {
            TimeSpan before = time.GetElapsedTime(start);
            ChatAttempt tried = new(inner.AnswerAsync(ToSeen(current).After(before), cancellationToken), cancellationToken);
            await using (tried.ConfigureAwait(false))
            {
                bool hasLearned = false;
                while (await tried.MoveNextAsync().ConfigureAwait(false))
                {
                    // Only what the endpoint took is worth remembering: the guess may have been wrong.
                    if (tried.HasBegun && !hasLearned)
                    {
                        hasLearned = true;
                        Learn(request, current.Dialect);
                    }

                    yield return tried.Current;
                }
            }

            if (tried.Reply is { } reply)
            {
                Learn(request, current.Dialect);
                yield return new ChatEvent.Completed(reply.After(spent, before));
                yield break;
            }

            ChatException refused = tried.Failure!;
            if (!tried.HasBegun && !current.DropsReasoning && ReasoningRefusal.IsBroken(refused.Failure) && ReasoningRefusal.HasReasoning(current))
            {
                // Not remembered: the reasoning of the next turns can be used again.
                spent = spent.Add(refused.Failure.Spent);
                current = current with { DropsReasoning = true };
                yield return new ChatEvent.Warning(
                    $"{request.Endpoint.AbsoluteUri} could not use the reasoning of earlier turns any more; "
                        + $"model '{request.Model}' is asked again without it.");
                continue;
            }

            if (!tried.HasBegun && apis.FindNext(current, refused) is { } step)
            {
                if (step is not ApiStep.Retry retry)
                {
                    throw ((ApiStep.End)step).Failure.After(spent);
                }

                ChatRequest next = current with { Dialect = retry.Dialect };
                string lost = ToLosses(next);
                if (request.IsStrict && (!retry.LosesNothing || lost.Length > 0))
                {
                    throw ToStrict(refused).After(spent);
                }

                spent = spent.Add(refused.Failure.Spent);
                current = next;
                string words = $"{request.Endpoint.AbsoluteUri} does not take the request for model '{request.Model}': {retry.Change}"
                    + $"{lost}.";
                yield return retry.LosesNothing && lost.Length == 0 ? new ChatEvent.Notice(words) : new ChatEvent.Warning(words);
                continue;
            }

            if (tried.HasBegun || FindDialect(current, refused.Failure, hasSwitched, out string change) is not { } dialect)
            {
                throw refused.After(spent);
            }

            if (ToAllowed(dialect, request) != dialect)
            {
                throw ToStrict(refused).After(spent);
            }

            spent = spent.Add(refused.Failure.Spent);
            FindUnsaid(request, dialect.Metadata);
            hasSwitched |= dialect.UsesMaxCompletionTokens != current.Dialect.UsesMaxCompletionTokens;
            current = current with { Dialect = dialect };
            yield return new ChatEvent.Warning($"{request.Endpoint.AbsoluteUri} refused the request for model '{request.Model}' as it was; {change}");
        }
    }

    /// <summary>Says what the API that is asked has no word for, or takes otherwise.</summary>
    /// <param name="next">The request.</param>
    /// <returns>The rest of a sentence; empty where there is nothing to say.</returns>
    internal static string ToLosses(ChatRequest next)
    {
        string unknown = string.Join(", ", MemberRefusal.ToNames(next.UnknownOptions).Select(n => $"'{n}'"));
        return (unknown.Length == 0 ? "" : $", without {unknown}, which are not known there") + (next.RaisesLimit ? $"; it {LimitWords(next)}" : "");
    }

    private static string LimitWords(ChatRequest request) =>
        $"takes no limit below {ModelControls.LeastResponseTokens} tokens, so that is sent in place of {request.MaxTokens}";

    // What the plan leaves out it has said itself; what was learned since is said once.
    private string? FindUnsaid(ChatRequest request, MetadataForm form) =>
        form != request.Dialect.Metadata && SentMetadata.Of(request.Labels, form).LeftOut is { IsEmpty: false } leftOut
            && string.Join(", ", leftOut) is { } words && memory.Say(request, words) ? words : null;

    // Each step changes what was sent, and the limit's name changes once: no step can come twice.
    private static Dialect? FindDialect(ChatRequest request, ChatFailure failure, bool hasSwitched, out string change)
    {
        Dialect dialect = request.Dialect;
        bool isOfChat = request.Api == ModelApi.Chat;
        (Dialect? found, change) = dialect switch
        {
            { OmitsEncrypted: false } when request.Api == ModelApi.Responses && RefusesEncrypted(failure) =>
                (dialect with { OmitsEncrypted = true }, "no encrypted reasoning is asked for or sent back from now on."),
            { OmitsStream: false } when request.SentOptions.HasFlag(OptionalMembers.StreamOptions) && NamesStreamOptions(failure) =>
                (dialect with { Omitted = dialect.Omitted | OptionalMembers.StreamOptions },
                    "it is sent without 'stream_options' from now on, so a stream brings no usage."),
            { OmitsStream: false } when request.Stream && RefusesStream(failure) =>
                (dialect with { OmitsStream = true }, "no stream is asked for from now on, so the answer comes in one piece."),
            { EmptyContent: not EmptyContent.Text } when isOfChat
                && request.Messages.Any(m => m is { ToolCalls.IsEmpty: false, Text: "", Parts.IsEmpty: true })
                && WantsContent(failure) =>
                (dialect with { EmptyContent = dialect.EmptyContent + 1 },
                    $"messages that only call tools are sent with {(dialect.EmptyContent == EmptyContent.Omitted ? "null" : "empty text")} as their content "
                        + "from now on."),
            { OmitsToolImages: false } when request.Messages.Any(m => m.HoldsToolImages) && RefusesImages(failure) =>
                (dialect with { OmitsToolImages = true }, "pictures that tools return are left out from now on, since the model does not take them."),
            { Metadata: not MetadataForm.Nothing } when !SentMetadata.Of(request.Labels, dialect.Metadata).IsEmpty && IsAboutMetadata(failure) =>
                LeaveOutMetadata(request),
            { UsesMaxCompletionTokens: false } when isOfChat && !hasSwitched && request.MaxTokens is not null && MemberRefusal.Names(failure, "max_tokens") =>
                (dialect with { UsesMaxCompletionTokens = true }, "its limit is sent as 'max_completion_tokens' from now on."),
            { UsesMaxCompletionTokens: true } when isOfChat && !hasSwitched && request.MaxTokens is not null
                && MemberRefusal.Names(failure, "max_completion_tokens") =>
                (dialect with { UsesMaxCompletionTokens = false }, "its limit is sent as 'max_tokens' from now on."),
            _ when request.CacheMarks is not null && NamesMarks(failure) =>
                (dialect with { Omitted = dialect.Omitted | OptionalMembers.CacheControl }, "it is sent without 'cache_control' from now on."),
            _ when request.SentReasoning is { } sent && FindReasoning(dialect, sent, failure) is { Dialect: { } other } learned => (other, learned.Change),
            _ when ReasoningRefusal.FindEcho(failure, request) is { } echo && echo != dialect.ReasoningEcho && !request.DropsReasoning =>
                (dialect with { ReasoningEcho = echo },
                    $"the reasoning of earlier turns is {(echo == ReasoningEcho.Always ? "sent back with every turn" : "not sent back")} from now on."),
            { CallSignature: CallSignature.None } when isOfChat
                && ReasoningRefusal.FindSignature(failure, request) is var signature and not CallSignature.None =>
                (dialect with { CallSignature = signature },
                    "calls of tools that it did not sign, because another model made them, are sent with a word that says so from now on."),
            _ when MemberRefusal.Find(failure, request.SentOptions) is var member and not OptionalMembers.None =>
                (dialect with { Omitted = dialect.Omitted | member }, $"it is sent without '{MemberRefusal.ToName(member)}' from now on."),
            _ => (null, ""),
        };
        return found;
    }

    // What the caller attached stays: without it the question is another one.
    private static ChatRequest ToSeen(ChatRequest request) => !request.Dialect.OmitsToolImages || !request.Messages.Any(m => m.HoldsToolImages)
        ? request
        : request with
        {
            Messages =
            [
                .. request.Messages.Select(m => m.HoldsToolImages
                    ? m with { Text = "The tools returned pictures, which you do not see; go on without them.", Parts = [], HoldsToolImages = false }
                    : m),
            ],
        };

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
        && (failure.Parameter is { } named ? named.Split('.', '[')[0] == "metadata" : Metadata().IsMatch(words));

    private static (Dialect? Dialect, string Change) FindReasoning(Dialect dialect, ModelReasoning sent, ChatFailure failure)
    {
        if (ReasoningRefusal.FindLevels(failure, sent.Effort) is { } levels)
        {
            string nearest = ModelReasoning.ToWord(levels.Nearest(sent.Effort));
            return (dialect with { Efforts = levels }, $"it does not know the effort '{sent.ToLevel()}', so '{nearest}' is asked for from now on.");
        }

        (bool isRefused, ReasoningForm? next) = ReasoningRefusal.FindForm(failure, sent);
        return !isRefused ? (null, "")
            : next is { } form ? (dialect with { ReasoningForm = form }, $"reasoning is asked for by '{sent with { Form = form }}' from now on.")
            : (dialect with { Omitted = dialect.Omitted | OptionalMembers.Reasoning }, $"it is sent without '{sent.FindMembers()[^1]}' from now on, "
                + "so the model reasons as it does by itself.");
    }

    // A strict call does not know what it may not make use of.
    private void Learn(ChatRequest request, Dialect dialect)
    {
        Dialect known = memory.For(request);
        Dialect learned = request.IsStrict
            ? dialect with { Omitted = dialect.Omitted | known.Omitted, Efforts = known.Efforts, Metadata = known.Metadata }
            : dialect;
        if (learned != known)
        {
            memory.Learn(request, learned);
        }
    }

    /// <summary>Leaves out of what is known what a strict call forbids: it keeps to what it was told, also where something is known.</summary>
    /// <param name="dialect">What is known of the endpoint.</param>
    /// <param name="request">The request.</param>
    internal static Dialect ToAllowed(Dialect dialect, ChatRequest request) =>
        request.IsStrict
        ? dialect with { Omitted = dialect.Omitted & OptionalMembers.StreamOptions, Efforts = default, Metadata = request.Dialect.Metadata }
        : dialect;

    private static ChatException ToStrict(ChatException refused) => new(
        refused.Failure with { Advice = $"The call is strict, so nothing was left out. {refused.Failure.Advice}".TrimEnd() }, refused);

    // The marks stand inside of messages and tools; what is left out is never more than a mark.
    private static bool NamesMarks(ChatFailure failure) => failure.Kind == FailureKind.BadRequest
        && (failure.Parameter?.EndsWith("cache_control", StringComparison.Ordinal) == true
            || failure.ProviderMessage?.Contains("cache_control", StringComparison.OrdinalIgnoreCase) == true);

    private static bool NamesStreamOptions(ChatFailure failure) => failure.Kind == FailureKind.BadRequest
        && (failure.Parameter?.Split('.')[0] == "stream_options"
            || failure.ProviderMessage?.Contains("stream_options", StringComparison.OrdinalIgnoreCase) == true);

    // Only 'true' is ever sent: whatever an endpoint has against its value, it has against streams.
    private static bool RefusesStream(ChatFailure failure) =>
        failure is { Kind: not (FailureKind.RateLimited or FailureKind.GatewayError or FailureKind.TimedOut), ProviderMessage: { } words }
        && (failure.Parameter == "stream" || (Has(words, StreamWords) && Has(words, NoStreamWords)));

    // No list of models says who sees: the next one is not on it.
    private static bool RefusesImages(ChatFailure failure) =>
        failure is
        {
            Kind: FailureKind.BadRequest or FailureKind.ModelNotFound or FailureKind.WrongPath or FailureKind.ServerError,
            ProviderMessage: { } words,
        }
        && Images().IsMatch(words);

    private static bool WantsContent(ChatFailure failure) => failure is { Kind: FailureKind.BadRequest, ProviderMessage: { } words }
        && (words.Contains("NoneType", StringComparison.Ordinal) || (NamesContent(failure, words) && Has(words, LackWords)));

    private static bool RefusesEncrypted(ChatFailure failure) =>
        failure is { Kind: FailureKind.BadRequest, ProviderMessage: { } words } && Encrypted().IsMatch(words);

    private static bool Has(string text, string[] words) => words.Any(w => text.Contains(w, StringComparison.OrdinalIgnoreCase));

    private static bool NamesContent(ChatFailure failure, string words) => failure.Parameter?.Split('.')[^1] == "content" || Content().IsMatch(words);

    [GeneratedRegex(@"(?<!\w)metadata(?!\w)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Metadata();

    [GeneratedRegex(@"encrypted content is not supported|reasoning\.encrypted_content", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Encrypted();

    [GeneratedRegex(@"\b(?:images?|image_urls?|vision|multi-?modal|mmproj|pictures?)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Images();

    [GeneratedRegex(@"(?<!\w)content(?!\w)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Content();
}
