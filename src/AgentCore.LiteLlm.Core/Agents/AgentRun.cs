using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Conversations;
using AgentCore.LiteLlm.Costs;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Outputs;
using AgentCore.LiteLlm.Policies;
using AgentCore.LiteLlm.Protection;
using AgentCore.LiteLlm.Structured;

namespace AgentCore.LiteLlm.Agents;

/// <summary>What a run has come to so far: its messages, its steps, what it used, and whether it may go on.</summary>
internal sealed class AgentRun : IDisposable
{
    // What a timer can measure; a longer limit is none.
    private static readonly TimeSpan LongestLimit = TimeSpan.FromDays(40);

    private readonly ChatRequest _request;
    private readonly LoopLimits _limits;
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly CancellationTokenSource _limit;
    private readonly CancellationTokenSource _either;
    private readonly RepeatedCalls _repeats = new();
    private readonly RunUsage _used;
    private readonly List<PendingToolCall> _handedOut = [];
    private readonly List<(ToolCall Call, AgentCall Agent)> _agents = [];
    private readonly List<ContentPart> _images = [];
    private readonly TimeSpan _before;
    private ImmutableArray<ChatMessage> _messages;
    private ImmutableArray<AgentStep> _steps = [];
    private long _turnStart;
    private int _turn;
    private int _turnsOfErrors;
    private bool _isTurnOpen;
    private bool _isAskingForOutput;
    private bool _hasNudged;
    private bool _hasAgentSpent;
    private ChatFailure? _end;
    private ImmutableDictionary<string, ToolResult> _known = ImmutableDictionary<string, ToolResult>.Empty;

    public AgentRun(ChatRequest request, LoopLimits limits, TimeProvider time, CancellationToken cancellationToken)
    {
        _request = request;
        _limits = limits;
        _used = new RunUsage(request, limits, request.Resumed);
        _time = time;
        _start = time.GetTimestamp();
        _messages = request.Messages;
        if (request.Resumed is { } before)
        {
            // What counts errors and repetitions begins anew: whoever lets a run go on has looked at it.
            _before = before.Elapsed;
            _steps = before.Steps;
            _images.AddRange(before.Images.Select(i => new ContentPart.Image(i)));
            _isAskingForOutput = before.IsAskingForOutput;
            _known = before.Results;
            if (before.Whole is { } whole)
            {
                request.Budget?.Add(whole.Spent);
            }

            _turn = before.Steps.Where(s => s.Kind == AgentStepKind.Turn).Select(s => s.Iteration).DefaultIfEmpty().Max();
        }

        TimeSpan? left = request.TimeLimit - request.TimeSpent - _before;
        _limit = new CancellationTokenSource(
            left is null || left > LongestLimit ? Timeout.InfiniteTimeSpan : left > TimeSpan.Zero ? left.Value : TimeSpan.Zero, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_limit.Token, cancellationToken);
    }

    /// <summary>Gets the token that the run's time limit and the caller cancel.</summary>
    public CancellationToken StopToken => _either.Token;

    /// <summary>Gets the request of the run.</summary>
    public ChatRequest Request => _request;

    /// <summary>Gets the hooks that are called around calls of tools.</summary>
    public ImmutableArray<string> Hooks => _request.Hooks;

    /// <summary>Gets the last turn of a run that goes on, where something of it is left to do; null where the model is to be asked.</summary>
    public AgentReply? Resumed => _request.Resumed is { IsTurnOpen: false, Whole: { } last } ? last : null;

    /// <summary>Gets the turn at hand, from 1; 0 before the first one.</summary>
    public int Turn => _turn;

    /// <summary>Gets a value indicating whether a call of this turn has been answered.</summary>
    public bool HasAnswers => _messages[^1].Role == ChatRole.Tool;

    /// <summary>Gets a value indicating whether somebody keeps what the run comes to.</summary>
    public bool IsKept => _request.IsKept;

    /// <summary>Gets a value indicating whether the run's time is over.</summary>
    public bool IsOverTime => _limit.IsCancellationRequested;

    /// <summary>
    /// Makes the request of the next turn. While tools are offered the answer is free: a forced schema would keep the model from calling
    /// them.
    /// </summary>
    public ChatRequest NextTurn()
    {
        if (_images.Count > 0)
        {
            // The results themselves are text: several endpoints take no picture there.
            _messages = _messages.Add(new ChatMessage(ChatRole.User, "The pictures that the tools returned, in their order:")
            {
                Parts = [.. _images],
                HoldsToolImages = true,
            });
            _images.Clear();
        }

        _turnStart = _time.GetTimestamp();
        _isTurnOpen = !StopToken.IsCancellationRequested;
        ChatRequest turn = _request with
        {
            Turn = _turn + 1,
            Messages = _messages,
            TimeSpent = _request.TimeSpent + Elapsed,
            Resumed = null,
        };
        return _isAskingForOutput ? turn with { Tools = [] } : turn with { Output = null };
    }

    /// <summary>Says what the run has come to, for whoever keeps it.</summary>
    public ChatEvent.Reached ToProgress() => new(new RunProgress
    {
        Messages = _messages,
        Steps = _steps,
        Images = [.. _images.OfType<ContentPart.Image>().Select(i => i.Url)],
        Whole = _used.Whole,
        IsTurnOpen = _isTurnOpen,
        IsAskingForOutput = _isAskingForOutput,
        Elapsed = Elapsed,
    });

    /// <summary>Says whether the conversation answers a call of this turn.</summary>
    /// <param name="call">The call.</param>
    public bool IsAnswered(ToolCall call) => _messages.Reverse().TakeWhile(m => m.Role == ChatRole.Tool).Any(m => m.ToolCallId == call.Id);

    /// <summary>Finds what an earlier process came to know of a call of this turn.</summary>
    /// <param name="call">The call.</param>
    /// <returns>Its result; null where the call is still to be made.</returns>
    public ToolResult? FindKnown(ToolCall call) => _known.GetValueOrDefault(call.Id);

    /// <summary>Takes the reply of a turn in.</summary>
    /// <param name="reply">The reply.</param>
    /// <returns>The reply with an id for each call, and its step.</returns>
    public (AgentReply Reply, AgentStep Step) Add(AgentReply reply)
    {
        _turn++;
        _isTurnOpen = false;
        _handedOut.Clear();
        _agents.Clear();
        _hasAgentSpent = false;

        // What is known is about the turn that was taken up: endpoints give the same ids again in later ones.
        _known = ImmutableDictionary<string, ToolResult>.Empty;
        AgentReply named = reply with { ToolCalls = WithIds(reply.ToolCalls) };
        AgentStep step = new()
        {
            Iteration = _turn,
            Kind = AgentStepKind.Turn,
            Duration = _time.GetElapsedTime(_turnStart),
            ToolCalls = named.ToolCalls.Length,
            Usage = reply.Usage,
            Cost = reply.Cost,
        };
        _steps = [.. _steps, .. reply.Steps.Select(s => s with { Iteration = _turn }), step];
        _used.Add(named);
        if (!named.IsSilent)
        {
            _messages = _messages.Add(named.ToMessage());
        }

        return (named, step);
    }

    /// <summary>Makes a call of this turn one that waits for its result.</summary>
    /// <param name="call">The call.</param>
    /// <param name="arguments">Its arguments.</param>
    public PendingToolCall HandOut(ToolCall call, JsonElement arguments)
    {
        PendingToolCall pending = new(call, arguments, _time, StopToken);
        _handedOut.Add(pending);
        return pending;
    }

    /// <summary>Finds the agent that a call of this turn asks.</summary>
    /// <param name="call">The call.</param>
    /// <returns>The call of the agent; null where the tool is none.</returns>
    public AgentCall? HandOutAgent(ToolCall call)
    {
        if (_request.Specialists.FirstOrDefault(s => s.Tool.Name == call.Name) is not { } agent)
        {
            return null;
        }

        AgentCall asked = new(agent);
        _agents.Add((call, asked));
        return asked;
    }

    /// <summary>Takes the result of a call in, which answers it in the conversation.</summary>
    /// <param name="call">The call.</param>
    /// <param name="result">Its result.</param>
    /// <param name="duration">How long it took.</param>
    /// <param name="decision">What the policy says of it; null where nobody asked it.</param>
    /// <returns>The step.</returns>
    public AgentStep Add(ToolCall call, ToolResult result, TimeSpan duration, PolicyDecision? decision = null)
    {
        // A tool may find the agent's key where no variable is hidden, such as in a file of the system's.
        result = result with { Text = _request.Conceal(result.Text) };
        AgentWork? work = TakeWork(call);
        AgentStep step = new()
        {
            Iteration = _turn,
            Kind = AgentStepKind.Tool,
            Agent = work?.Agent,
            Steps = work?.Steps ?? [],
            Usage = work?.Spent.Usage ?? TokenUsage.Uncounted,
            Cost = work?.Spent.Cost,
            Duration = duration,
            Tool = call.Name,
            CallId = call.Id,
            Arguments = call.Arguments,
            Outcome = result.Outcome,
            Result = result.Text,
            Policy = decision,
            Approval = result.Approval,
        };
        _steps = _steps.Add(step);
        if (work is not null)
        {
            _used.Add(work);
            _end ??= work.End;
        }

        _messages = _messages.Add(new ChatMessage(ChatRole.Tool, result.Text) { ToolCallId = call.Id });
        _images.AddRange(result.Images.Select(i => new ContentPart.Image(i)));
        _repeats.Add(call, result.Text, _turn);
        return step;
    }

    /// <summary>Finds the answer in a reply that calls no tool, or sets the run to ask on.</summary>
    /// <param name="reply">The reply.</param>
    /// <returns>The reply of the whole run; null when another turn is needed.</returns>
    public AgentReply? FindAnswer(AgentReply reply)
    {
        if (_request.Output is { } schema && !_isAskingForOutput)
        {
            OutputCandidate? found = OutputReader.Find(reply, schema);
            if (found is { IsFit: true })
            {
                return ToReply(StructuredProvider.ToReply(_used.Whole!, found, schema));
            }

            if (reply.Refusal is not null)
            {
                throw Fail(OutputMismatch.Of(_used.Whole!, found, schema));
            }

            _isAskingForOutput = true;
            ThrowIfSpent();
            Ask($"Give your final answer now as '{schema.Name}', with everything it needs.");
            return null;
        }

        if (!reply.IsSilent || _isAskingForOutput)
        {
            return ToReply(_used.Whole!);
        }

        if (_hasNudged || _turn >= _limits.MaxIterations)
        {
            throw Fail(RunEnd.Silent(_request));
        }

        _hasNudged = true;
        ThrowIfSpent();
        Ask("Your last message was empty. Answer, or call a tool.");
        return null;
    }

    /// <summary>Finds what forbids another turn, before the calls of this one are made.</summary>
    /// <param name="reply">The reply that calls the tools.</param>
    /// <returns>The failure, or null.</returns>
    public ChatException? FindLimit(AgentReply reply)
    {
        ChatFailure? end = _turn >= _limits.MaxIterations ? RunEnd.Iterations(_request, _limits.MaxIterations)
            : _used.FindSpent() is { } spent ? spent
            : reply.ToolCalls.FirstOrDefault(c => _repeats.Count(c) >= _limits.MaxRepeats) is { } repeated ? RunEnd
                .Repeated(_request, repeated, _limits.MaxRepeats)
            : null;
        return end is null ? null : Fail(end, reply);
    }

    /// <summary>Finds the calls of this turn about which a person is to decide first.</summary>
    /// <returns>The end of the run in this process, or null.</returns>
    public ChatException? FindDeferred() =>
        _handedOut.Where(p => p.IsDeferred).Select(p => p.Call.Name).ToArray() is { Length: > 0 } tools ? Fail(RunEnd.Deferred(_request, tools)) : null;

    /// <summary>Finds what forbids another turn, after the calls of this one were answered.</summary>
    /// <returns>The failure, or null.</returns>
    public ChatException? FindEnd()
    {
        bool hasSuccess = _steps.Any(s => s.Iteration == _turn && s.Outcome == ToolOutcome.Succeeded);
        _turnsOfErrors = hasSuccess ? 0 : _turnsOfErrors + 1;
        if (_end is not null)
        {
            return Fail(_end);
        }

        // Agents spend between one turn and the next.
        if (_hasAgentSpent && !IsOverTime && _used.FindSpent() is { } spent)
        {
            return Fail(spent);
        }

        return IsOverTime ? OverTime() : _turnsOfErrors >= _limits.MaxToolErrors ? Fail(RunEnd.Errors(_request, _turnsOfErrors)) : null;
    }

    /// <summary>Says, once, that a budget cannot bind because the endpoint does not count.</summary>
    public ChatEvent.Warning? FindWarning() => _used.FindWarning();

    /// <summary>Makes the failure of a run whose time is over.</summary>
    public ChatException OverTime() => Fail(RunEnd.Time(_request));

    /// <summary>Says what a run had come to that is cancelled. Calls that were answered keep their results; the others are answered too.</summary>
    public ChatFailure Cancel()
    {
        CloseTurn("the run was cancelled before the call was made.");
        return WithRun(RunEnd.Cancelled(_request), _isTurnOpen ? Spent.OneAnswer : Spent.Nothing);
    }

    /// <summary>Ends the run because a hook failed around a call of a tool.</summary>
    /// <param name="hook">The hook.</param>
    /// <param name="problem">What went wrong.</param>
    public ChatException Stop(string hook, string problem)
    {
        CloseTurn("the run was stopped before the call was made.");
        return Fail(RunEnd.Hook(_request, hook, problem));
    }

    /// <summary>Makes what a hook is told around a call of a tool.</summary>
    /// <param name="name">The hook.</param>
    /// <param name="call">The call.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="result">What came of it; null before it is made.</param>
    public PendingHook NewHook(string name, ToolCall call, JsonElement arguments, ToolResult? result = null) =>
        new(name, result is null ? HookPoint.BeforeTool : HookPoint.AfterTool, _turn, StopToken)
        {
            Messages = _messages,
            Call = call,
            Arguments = arguments,
            Result = result is null ? null : result with { Text = _request.Conceal(result.Text) },
        };

    // The same call made twice is two.
    private AgentWork? TakeWork(ToolCall call)
    {
        int at = _agents.FindIndex(a => a.Call == call);
        AgentWork? work = at < 0 ? null : _agents[at].Agent.Work;
        if (at >= 0)
        {
            _agents.RemoveAt(at);
            _hasAgentSpent |= work is not null;
        }

        return work;
    }

    // The calls that are open are answered: a conversation with open calls could not be taken up again.
    private void CloseTurn(string reason)
    {
        ImmutableArray<ChatMessage> results = [.. _messages.Reverse().TakeWhile(m => m.Role == ChatRole.Tool)];
        HashSet<string?> answered = [.. results.Select(m => m.ToolCallId)];
        foreach (ToolCall call in _messages[^(results.Length + 1)].ToolCalls.Where(c => !answered.Contains(c.Id)))
        {
            PendingToolCall? pending = _handedOut.Find(p => p.Call.Id == call.Id);
            Add(
                call, pending?.Result ?? ToolResult.Error(ToolOutcome.NotRun, reason),
                pending?.Duration ?? TimeSpan.Zero);
        }
    }

    /// <summary>Adds what the run has come to to a failure of one of its turns.</summary>
    public ChatException Fail(ChatException cause)
    {
        // A turn that was asked more than once, for an answer that fits, says itself how often.
        Spent turn = cause.Failure.Spent;
        _request.Budget?.Add(turn);
        return new ChatException(WithRun(cause.Failure, turn.Iterations > 0 || !_isTurnOpen ? turn : turn.Add(Spent.Unanswered)), cause);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _either.Dispose();
        _limit.Dispose();
    }

    private void ThrowIfSpent()
    {
        if (_used.FindSpent() is { } spent)
        {
            throw Fail(spent);
        }
    }

    private void Ask(string question)
    {
        _messages = _messages[^1].Role == ChatRole.Assistant ? _messages : _messages.Add(new ChatMessage(ChatRole.Assistant, AgentConversation.NoAnswer));
        _messages = _messages.Add(new ChatMessage(ChatRole.User, question));
    }

    private TimeSpan Elapsed => _before + _time.GetElapsedTime(_start);

    private AgentReply ToReply(AgentReply reply) => reply with
    {
        Duration = Elapsed,
        Steps = _steps,
        Messages = _messages,
        Protection = ProtectionReport.Merge(reply.Protection, _used.Protection),
    };

    // The ids that came stay as they are. One that did not come is made up, so that the result can name it; where what was done with a call is kept by its
    // id, one that came twice is too. What is made up is nobody else's: a decision about one call would be one about another.
    private ImmutableArray<ToolCall> WithIds(ImmutableArray<ToolCall> calls)
    {
        HashSet<string> came = [.. calls.Select(c => c.Id)];
        HashSet<string> used = [];
        return [.. calls.Select((c, i) => c.Id.Length > 0 && (used.Add(c.Id) || !IsKept) ? c : c with { Id = MakeId(i) })];

        string MakeId(int index)
        {
            string id = string.Create(CultureInfo.InvariantCulture, $"call_{_turn}_{index + 1}");
            while (!came.Add(id))
            {
                id += "_";
            }

            return id;
        }
    }

    // The calls that are not made are answered too: a conversation with open calls could not be taken up again.
    private ChatException Fail(ChatFailure end, AgentReply reply)
    {
        foreach (ToolCall call in reply.ToolCalls)
        {
            Add(call, ToolResult.Error(ToolOutcome.NotRun, "the tool was not run, because the run had reached a limit."), TimeSpan.Zero);
        }

        return Fail(end);
    }

    private ChatException Fail(ChatFailure end) => new(WithRun(end, Spent.Nothing));

    private ChatFailure WithRun(ChatFailure failure, Spent turn) => failure with
    {
        RequestId = failure.RequestId ?? _used.Whole?.RequestId,
        PartialText = failure.PartialText.Length > 0
            ? failure.PartialText
            : _messages.LastOrDefault(m => m.Role == ChatRole.Assistant && m.Text.Length > 0)?.Text ?? "",
        Steps = [.. _steps, .. failure.Steps.Select(s => s with { Iteration = _turn + 1 })],
        Messages = _messages,
        Spent = _used.Spent.Add(turn),
        Vault = failure.Vault ?? _request.Protection?.Vault,
        Protection = ProtectionReport.Merge(failure.Protection, _request.Protection?.Seen),
    };
}
