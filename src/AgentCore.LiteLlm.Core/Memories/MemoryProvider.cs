using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Costs;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Resilience;

namespace AgentCore.LiteLlm.Memories;

/// <summary>
/// Tells an agent what is remembered before it is asked, and keeps what it answered. Memories that cannot be read send nothing; an answer that is there is
/// never lost for what could not be kept of it. Requests without a memory pass through.
/// </summary>
/// <param name="inner">What runs the agent.</param>
/// <param name="time">The clock.</param>
internal sealed class MemoryProvider(IChatProvider inner, TimeProvider time) : IChatProvider
{
    /// <inheritdoc/>
    public IAsyncEnumerable<ChatEvent> AnswerAsync(ChatRequest request, CancellationToken cancellationToken) =>
        request.Memory is { } subject ? RememberAsync(request, subject, cancellationToken) : inner.AnswerAsync(request, cancellationToken);

    private DateTimeOffset Now => time.GetUtcNow();

    private IAsyncEnumerable<ChatEvent> AskAsync(ChatRequest request, CancellationToken cancellationToken) => inner.AnswerAsync(request, cancellationToken);

    private async IAsyncEnumerable<ChatEvent> RememberAsync(
        ChatRequest request, MemorySubject subject, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        MemoryStore store = new(subject.Folder, subject.Key, time);
        ChatRequest asked = Recall(request, subject, store, out ChatEvent.Notice? told);
        if (told is not null)
        {
            yield return told;
        }

        ChatAttempt tried = new(inner.AnswerAsync(asked, cancellationToken), cancellationToken);
        await using (tried.ConfigureAwait(false))
        {
            while (await MoveNextAsync(tried, request).ConfigureAwait(false))
            {
                yield return tried.Current is ChatEvent.Reached { Progress: var progress }
                    ? new ChatEvent.Reached(progress with { Messages = MemoryText.TakeFrom(progress.Messages, request.Messages) })
                    : tried.Current;
            }
        }

        AgentReply reply = tried.Reply ?? throw new ChatException(Own(tried.Failure!.Failure, request), tried.Failure);
        reply = reply with { Messages = MemoryText.TakeFrom(reply.Messages, request.Messages) };
        if (reply.IsSilent || reply.Text.Length == 0)
        {
            yield return new ChatEvent.Completed(reply);
            yield break;
        }

        KeptExchange exchange = ToExchange(request, subject, reply);
        (bool isNew, string? problem) = await KeepAsync(exchange, subject, store, reply, request, cancellationToken).ConfigureAwait(false);
        string? skipped = problem is not null || !subject.Updates ? null
            : !isNew ? "The run was interrupted when its memory may have been updated: the model is not asked for it again."
            : IsSpent(request, reply) ? "The memory is not updated, because what the run may use is used up."
            : null;
        if ((problem ?? skipped) is { } warning)
        {
            yield return new ChatEvent.Warning(warning);
            reply = reply with { Warnings = reply.Warnings.Add(warning) };
        }
        else if (subject.Updates)
        {
            UpdateRun update = new(this, request, subject, store, exchange, time.GetElapsedTime(start));
            IAsyncEnumerator<ChatEvent> events = update.RunAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
            await using (events.ConfigureAwait(false))
            {
                while (await OrCancelledAsync(events.MoveNextAsync(), request, reply).ConfigureAwait(false))
                {
                    yield return events.Current;
                }
            }

            reply = reply with { Spent = reply.Spent.Add(update.Spent), Warnings = [.. reply.Warnings, .. update.Warnings] };
        }

        yield return new ChatEvent.Completed(reply);
    }

    private ChatRequest Recall(ChatRequest request, MemorySubject subject, MemoryStore store, out ChatEvent.Notice? told)
    {
        try
        {
            if (request.Protection is not null && subject.Key is null)
            {
                throw new MemoryException(
                    MemoryProblem.KeyRequired, "Personal data is to be filtered, and what is remembered outlives this session: it has to be encrypted.");
            }

            DateTimeOffset now = Now;
            MemoryContent own = store.Read(new MemoryOwner(subject.Agent, subject.Actor));
            string prompt = MemoryText.ToKept(MemoryText.PromptOf(request, subject), request, MemoryText.LongestExchange);

            // A conversation that goes on holds what was said in it.
            HashSet<string> questions = [.. Find(ChatRole.User, request), prompt];
            HashSet<string> answers = [.. Find(ChatRole.Assistant, request)];
            ImmutableArray<KeptExchange> exchanges =
            [
                .. own.Exchanges
                    .Where(e => e.Session == subject.Session && (subject.IsTrial || !e.IsTrial) && !MemoryLimits.IsOver(e, subject, now))
                    .Where(e => !questions.Contains(e.Prompt) || !answers.Contains(e.Answer))
                    .TakeLast(subject.ShortTerm),
            ];
            ImmutableArray<RecalledMemory> memories = Find(prompt, subject, own, store);
            told = exchanges.IsEmpty && memories.IsEmpty ? null : new ChatEvent.Notice(string.Create(
                CultureInfo.InvariantCulture, $"Remembered, and told to the agent: exchanges {exchanges.Length}, memories {memories.Length}."));
            ImmutableArray<ChatMessage> messages = MemoryText.AddTo(request.Messages, exchanges, memories);
            return request with
            {
                Messages = messages,
                Resumed = request.Resumed is { } resumed ? resumed with { Messages = messages } : null,
                Memory = null,
            };
        }
        catch (Exception e) when (e is MemoryException or FileException)
        {
            throw new ChatException(
                new ChatFailure
                {
                    Kind = FailureKind.MemoryFailed,
                    Summary = $"What the agent remembers could not be looked up: {e.Message.TrimEnd('.')}. Nothing was sent.",
                    Endpoint = request.Endpoint.AbsoluteUri,
                    Attempts = 0,
                },
                e);
        }
    }

    private static ImmutableArray<RecalledMemory> Find(string prompt, MemorySubject subject, MemoryContent own, MemoryStore store)
    {
        if (subject.Lookups.IsEmpty)
        {
            return [];
        }

        MemoryContent? shared = subject.Lookups.All(l => MemoryPlaces.IsOfActor(l.Namespace)) ? null : store.Read(new MemoryOwner(subject.Agent, null));
        return
        [
            .. subject.Lookups.SelectMany(lookup =>
            {
                string place = MemoryPlaces.Fill(lookup.Namespace, subject);
                MemoryContent content = MemoryPlaces.IsOfActor(lookup.Namespace) ? own : shared!;
                ImmutableArray<KeptMemory> within =
                    [.. content.Memories.Where(m => (subject.IsTrial || !m.IsTrial) && MemoryPlaces.IsIn(m.Namespace, place))];
                return new MemoryRanking(within).Find(prompt, lookup.Most, lookup.LeastRelevance)
                    .Select(m => new RecalledMemory(lookup.Namespace, m.Text));
            }).Distinct(),
        ];
    }

    private static IEnumerable<string> Find(ChatRole role, ChatRequest request) =>
        request.Messages.Where(m => m.Role == role).Select(m => MemoryText.ToKept(m.Text, request, MemoryText.LongestExchange));

    private KeptExchange ToExchange(ChatRequest request, MemorySubject subject, AgentReply reply)
    {
        DateTimeOffset now = Now;
        return new KeptExchange(
            subject.Run is { } run ? $"{run}{request.RunPath}" : Guid.CreateVersion7(now).ToString("N"),
            subject.Session,
            now,
            MemoryText.ToKept(MemoryText.PromptOf(request, subject), request, MemoryText.LongestExchange),
            MemoryText.ToKept(reply.Text, request, MemoryText.LongestExchange),
            subject.IsTrial);
    }

    private static async Task<(bool IsNew, string? Problem)> KeepAsync(
        KeptExchange exchange, MemorySubject subject, MemoryStore store, AgentReply reply, ChatRequest request, CancellationToken cancellationToken)
    {
        bool isNew = false;
        try
        {
            await store.ChangeAsync(
                new MemoryOwner(subject.Agent, subject.Actor),
                content =>
                {
                    MemoryContent after = MemoryLimits.Add(content, exchange, subject);
                    isNew = !ReferenceEquals(after, content);
                    return after;
                },
                cancellationToken).ConfigureAwait(false);
            return (isNew, null);
        }
        catch (Exception e) when (e is MemoryException or FileException)
        {
            return (false, $"The exchange is not remembered: {e.Message}");
        }
        catch (OperationCanceledException e) when (cancellationToken.IsCancellationRequested)
        {
            throw Cancelled(request, reply, e, cancellationToken);
        }
    }

    private static bool IsSpent(ChatRequest request, AgentReply reply) =>
        request.Budget is { IsOutOfTokens: true } or { IsOutOfMoney: true }
        || reply.Usage.CountedTokens >= request.Loop?.MaxTokens || reply.Cost >= request.Loop?.MaxCost;

    private static async ValueTask<bool> MoveNextAsync(ChatAttempt tried, ChatRequest request)
    {
        try
        {
            return await tried.MoveNextAsync().ConfigureAwait(false);
        }
        catch (RunCancelledException e)
        {
            throw new RunCancelledException(Own(e.Failure, request), e, e.CancellationToken);
        }
    }

    // Whoever cancels while the memory is kept has the answer.
    private static async ValueTask<bool> OrCancelledAsync(ValueTask<bool> moved, ChatRequest request, AgentReply reply)
    {
        try
        {
            return await moved.ConfigureAwait(false);
        }
        catch (OperationCanceledException e)
        {
            throw Cancelled(request, reply, e, e.CancellationToken);
        }
    }

    private static RunCancelledException Cancelled(ChatRequest request, AgentReply reply, Exception cause, CancellationToken cancellationToken) => new(
        new ChatFailure
        {
            Kind = FailureKind.Cancelled,
            Summary = "The call was cancelled when it was answered, while its memory was kept.",
            Endpoint = request.Endpoint.AbsoluteUri,
            PartialText = reply.Text,
            Messages = reply.Messages,
            Steps = reply.Steps,
            Spent = reply.Spent,
        },
        cause,
        cancellationToken);

    private static ChatFailure Own(ChatFailure failure, ChatRequest request) =>
        failure with { Messages = MemoryText.TakeFrom(failure.Messages, request.Messages) };

    // The model's words about one exchange, and what becomes of them.
    private sealed class UpdateRun(
        MemoryProvider provider, ChatRequest request, MemorySubject subject, MemoryStore store, KeptExchange exchange, TimeSpan elapsed)
    {
        public Spent Spent { get; private set; } = Spent.Nothing;

        public ImmutableArray<string> Warnings { get; private set; } = [];

        public async IAsyncEnumerable<ChatEvent> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            yield return new ChatEvent.Notice("The model is asked what is to be remembered.");
            MemoryUpdate? update = Prepare(out ChatEvent.Warning? problem);
            if (update is null)
            {
                yield return problem!;
                yield break;
            }

            ChatAttempt tried = new(provider.AskAsync(update.ToRequest(request, elapsed), cancellationToken), cancellationToken);
            await using (tried.ConfigureAwait(false))
            {
                while (await tried.MoveNextAsync().ConfigureAwait(false))
                {
                    // The answer has been shown; this is about it.
                    if (tried.Current is not (ChatEvent.Arrived or ChatEvent.Stepped))
                    {
                        yield return tried.Current;
                    }
                }
            }

            Spent = tried.Reply?.Spent ?? tried.Failure!.Failure.Spent;
            if (request.Loop is not null)
            {
                // Whoever runs together with others adds up the runs that are one turn.
                request.Budget?.Add(Spent);
            }

            if (tried.Reply is not { } reply)
            {
                yield return Warn($"The memory is not updated: {tried.Failure!.Failure.Summary}");
                yield break;
            }

            yield return await KeepAsync(update, reply, cancellationToken).ConfigureAwait(false);
        }

        private MemoryUpdate? Prepare(out ChatEvent.Warning? problem)
        {
            problem = null;
            try
            {
                MemoryContent own = store.Read(new MemoryOwner(subject.Agent, subject.Actor));
                return MemoryUpdate.Of(subject, exchange, own, store.Read(new MemoryOwner(subject.Agent, null)));
            }
            catch (Exception e) when (e is MemoryException or FileException)
            {
                problem = Warn($"The memory is not updated: {e.Message}");
                return null;
            }
        }

        private async Task<ChatEvent> KeepAsync(MemoryUpdate update, AgentReply reply, CancellationToken cancellationToken)
        {
            MemoryChange change = update.Read(reply.Output is JsonElement answer ? answer : default, request, provider.Now);
            bool isThere = change.Count == 0;
            try
            {
                if (change.Count > 0)
                {
                    // Whoever deleted the exchange while the model was asked deleted what the model says of it.
                    await store.ChangeAsync(
                        new MemoryOwner(subject.Agent, subject.Actor),
                        c => (isThere = c.Exchanges.Any(e => e.Id == exchange.Id)) ? Add(c, change.Own) : c,
                        cancellationToken).ConfigureAwait(false);
                }

                if (!isThere)
                {
                    return new ChatEvent.Notice("Nothing of the exchange is kept: it was deleted meanwhile.");
                }

                if (!change.Shared.IsEmpty)
                {
                    await store.ChangeAsync(new MemoryOwner(subject.Agent, null), c => Add(c, change.Shared), cancellationToken).ConfigureAwait(false);
                }

                return new ChatEvent.Notice(string.Create(CultureInfo.InvariantCulture, $"Kept of the exchange: memories {change.Count}."));
            }
            catch (Exception e) when (e is MemoryException or FileException)
            {
                return Warn($"The memory is not updated: {e.Message}");
            }

            MemoryContent Add(MemoryContent content, ImmutableArray<KeptMemory> added) =>
                MemoryLimits.Add(content, added, m => change.Replaced.Contains(m.Id));
        }

        private ChatEvent.Warning Warn(string text)
        {
            Warnings = Warnings.Add(text);
            return new ChatEvent.Warning(text);
        }
    }
}
