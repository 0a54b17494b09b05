using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Conversations;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Protection;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Runs;

/// <summary>
/// A run that is written down after every step, so that another process can go on with it. What is about to be paid for, and what is about to be done, is
/// on the disk before it is begun.
/// </summary>
internal sealed class DurableRun : IDisposable
{
    private static readonly string Module = typeof(DurableRun).Assembly.GetName().Version!.ToString(3);

    private readonly object _gate = new();
    private readonly SealingKey? _key;
    private readonly TimeProvider _time;

    // When graphs began in this process, and how long they had taken before.
    private readonly Dictionary<string, (long Start, TimeSpan Before)> _clocks = new(StringComparer.Ordinal);
    private RunState _state;
    private IDisposable? _lock;
    private ProtectionSession? _protection;
    private RunMemory? _memory;
    private Func<string, string> _conceal = static text => text;

    private DurableRun(string folder, RunState state, SealingKey? key, TimeProvider time)
    {
        Folder = folder;
        _state = state;
        _key = key;
        _time = time;
    }

    /// <summary>Gets the run's folder.</summary>
    public string Folder { get; }

    /// <summary>Gets the run's id.</summary>
    public string Id => _state.Id;

    /// <summary>Gets why something could not be written down, so that the run must not go on; null as long as everything could.</summary>
    public FileException? Failure { get; private set; }

    /// <summary>Gets the answer of a run that was complete when it was taken up; null otherwise.</summary>
    public AgentReply? Reply => _state.Status == RunStatus.Completed && NodeAt("") is { } whole ? RunView.ToReply(whole) : null;

    /// <summary>Gets the turns in which a model was asked again after it may have been paid for.</summary>
    public ImmutableArray<RepeatedTurn> Repeated => _state.Content?.Repeated ?? [];

    /// <summary>Gets whose memory the run has; null where nothing is remembered.</summary>
    public RunMemory? Memory => _state.Content?.Memory;

    private ImmutableArray<NodeState> Nodes => _state.Content?.Nodes ?? [];

    /// <summary>Plans a run. Nothing is written before it begins.</summary>
    /// <param name="session">The folder of the session, in which the run gets a folder of its own.</param>
    /// <param name="subject">What it is of.</param>
    /// <param name="key">What seals what it holds; null leaves it in clear.</param>
    /// <param name="time">The clock.</param>
    public static DurableRun New(string session, RunSubject subject, SealingKey? key, TimeProvider time)
    {
        DateTimeOffset now = time.GetUtcNow();
        string id = Guid.CreateVersion7(now).ToString("N");
        RunState state = new()
        {
            Version = RunState.Current,
            Module = Module,
            Id = id,
            Revision = 0,
            Status = RunStatus.Running,
            Agent = subject.Agent,
            AgentVersion = subject.AgentVersion,
            Model = subject.Model,
            Started = now,
            Updated = now,
            Parts = subject.Parts,
        };
        return new DurableRun(Path.Combine(session, id), state, key, time);
    }

    /// <summary>Takes a run up, for this process alone.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="key">What opens it; null for none.</param>
    /// <param name="time">The clock.</param>
    /// <returns>The run.</returns>
    /// <exception cref="RunException">Another process has it, or it cannot be used.</exception>
    /// <exception cref="FileException">It cannot be read.</exception>
    public static DurableRun TakeUp(string folder, SealingKey? key, TimeProvider time)
    {
        if (!RunFolder.IsRun(folder))
        {
            // A lock that nobody needs is left in no folder of somebody else's.
            throw new FileException(Path.Combine(folder, RunFile.Name), FileProblem.NotFound, "is not there.");
        }

        IDisposable held = RunFolder.Lock(folder);
        try
        {
            RunState state = RunFile.Read(folder, key);
            return state.Content is null
                ? throw new RunException(RunProblem.KeyRequired, $"What the run {state.Id} holds is encrypted, and no key was given.")
                : new DurableRun(folder, state, key, time) { _lock = held };
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Refuses an agent that is not the one that the run was begun with.</summary>
    /// <param name="subject">The agent as it is.</param>
    /// <param name="accepts">Whether the run goes on all the same, with the agent as it is.</param>
    /// <returns>What has changed; none where nothing has.</returns>
    /// <exception cref="RunException">Something has changed, and it is not accepted.</exception>
    public ImmutableArray<string> Check(RunSubject subject, bool accepts)
    {
        ImmutableArray<string> changes = subject.FindChanges(_state.Parts);
        if (!changes.IsEmpty && !accepts)
        {
            throw new RunException(
                RunProblem.Changed, $"The agent is not as it was when the run {Id} was begun: {string.Join(", ", changes.Select(SecretShapes.Mask))}.");
        }

        _state = _state with { Agent = subject.Agent, AgentVersion = subject.AgentVersion, Model = subject.Model, Parts = subject.Parts };
        return changes;
    }

    /// <summary>Decides about calls of tools of which nobody knows what came of them, and takes results that are given by hand.</summary>
    /// <param name="choice">What becomes of the calls that nothing else is said about.</param>
    /// <param name="results">
    /// Results by the ids of open calls; of one whose id another node has too, with the name of its node before it: <c>node/id</c>.
    /// </param>
    /// <param name="isIdempotent">Says of a call whether making it twice does no harm.</param>
    /// <param name="planned">The call, planned anew: an agent that runs elsewhere may have done what it does, as a tool may.</param>
    /// <exception cref="RunException">A result is of no open call, or calls stay uncertain.</exception>
    public void Settle(
        UncertainCalls choice, IReadOnlyDictionary<string, ToolResult> results, Func<AgentOpenCall, bool> isIdempotent, ChatRequest? planned = null)
    {
        AgentSavedRun now = RunView.Of(Folder, _state);
        SettleElsewhere(choice, [.. now.UncertainCalls.Where(c => c.CallId is null && planned?.FindAgent(c.RunPath) is { IsElsewhere: true })]);
        AgentOpenCall[] open = [.. now.PendingApprovals, .. now.UncertainCalls.Where(c => c.CallId is not null)];
        Dictionary<AgentOpenCall, ToolResult> given = FindGiven(open, results);
        AgentOpenCall[] uncertain = [.. open.Where(c => c.State == OpenCallState.Uncertain && !given.ContainsKey(c) && !isIdempotent(c))];
        if (uncertain.Length > 0 && choice == UncertainCalls.Fail)
        {
            throw new RunException(
                RunProblem.Uncertain,
                $"The run {Id} ended while tools were called, and nobody knows what came of it: "
                    + $"{string.Join(", ", uncertain.Select(c => $"'{SecretShapes.Excerpt(c.Tool!)}' ({SecretShapes.Excerpt(c.Name)})"))}.");
        }

        foreach (AgentOpenCall call in open)
        {
            if (given.GetValueOrDefault(call) is { } result)
            {
                Change(call.RunPath, call.CallId!, c => c with { Result = KeptResult.Of(result with { Approval = ApprovalSource.User }, static t => t) });
            }
            else if (call.State == OpenCallState.Uncertain && choice == UncertainCalls.Skip && uncertain.Contains(call))
            {
                ToolResult skipped = ToolResult.Error(
                    ToolOutcome.Failed,
                    "it is not known what came of the call: the run was interrupted while the tool was called, and it was not called again.");
                Change(call.RunPath, call.CallId!, c => c with { Result = KeptResult.Of(skipped, static t => t) });
            }
            else if (call.State == OpenCallState.Uncertain)
            {
                Change(call.RunPath, call.CallId!, static c => c with { IsStarted = false });
            }
        }
    }

    private void SettleElsewhere(UncertainCalls choice, AgentOpenCall[] asked)
    {
        if (asked.Length > 0 && choice == UncertainCalls.Fail)
        {
            throw new RunException(
                RunProblem.Uncertain,
                $"The run {Id} ended while remote agents were asked, and nobody knows what they did: "
                    + $"{string.Join(", ", asked.Select(c => $"'{SecretShapes.Excerpt(c.Node ?? "")}'"))}.");
        }

        foreach (AgentOpenCall call in choice == UncertainCalls.Skip ? asked : [])
        {
            ChatFailure unknown = new()
            {
                Kind = FailureKind.AgentFailed,
                Summary = "It is not known what the remote agent did: the run was interrupted while it was asked, and it was not asked again.",
                Endpoint = "",
            };
            Set(NodeAt(call.RunPath)! with { AskedTurn = null, Failure = KeptFailure.Of(unknown, static t => t) });
        }
    }

    /// <summary>Decides about a call that waits, once.</summary>
    /// <param name="call">The call, as it was shown.</param>
    /// <param name="decision">The decision.</param>
    /// <exception cref="RunException">No such call waits, it is another one than the one that was shown, or it was decided about.</exception>
    /// <exception cref="FileException">The decision cannot be written down.</exception>
    public void Decide(AgentOpenCall call, CallDecision decision)
    {
        if (NodeAt(call.RunPath)?.Calls.GetValueOrDefault(call.CallId ?? "") is not { IsStarted: false, Result: null, Fingerprint: { } fingerprint } known)
        {
            throw new RunException(RunProblem.CallUnknown, $"No call '{SecretShapes.Excerpt(call.CallId ?? "")}' of the run {Id} waits for a decision.");
        }

        if (fingerprint != call.Hash)
        {
            throw new RunException(
                RunProblem.CallChanged, $"The call '{SecretShapes.Excerpt(call.CallId!)}' of the run {Id} is another one than the one that was shown.");
        }

        if (known.Decision is not null)
        {
            throw new RunException(RunProblem.CallDecided, $"The call '{SecretShapes.Excerpt(call.CallId!)}' of the run {Id} was decided about before.");
        }

        lock (_gate)
        {
            Change(call.RunPath, call.CallId!, c => c with { Decision = decision });
            Write(_state.Status);
        }
    }

    /// <summary>Begins to work at the run.</summary>
    /// <param name="request">The call, planned anew.</param>
    /// <returns>The call as it goes on from what is written down.</returns>
    /// <exception cref="FileException">The run cannot be kept.</exception>
    public ChatRequest Begin(ChatRequest request)
    {
        ChatRequest[] all = [.. request.All];
        _conceal = text => all.Aggregate(text, (t, r) => r.Conceal(t));
        if (_lock is null)
        {
            OutputFile.MakeFolder(Path.Combine(Folder, RunFile.Name));
            _lock = RunFolder.Lock(Folder);
        }

        ProtectionVault? vault = _state.Content is { Vault.IsEmpty: false } content ? ProtectionVault.Find(content.Vault) : null;
        ChatRequest begun = vault is null ? request : request.With(vault);
        _protection = begun.All.Select(r => r.Protection).FirstOrDefault(p => p is not null);
        _memory = RequestMemories.Find(request) is { } memory ? new RunMemory(memory.Actor, memory.Session, memory.Updates) : null;
        return GoOn(RequestMemories.In(begun, Id) with { IsKept = true });
    }

    /// <summary>Gives the call of an agent as it goes on from what is written down.</summary>
    /// <param name="planned">The call, planned anew.</param>
    public ChatRequest GoOn(ChatRequest planned)
    {
        if (NodeAt(planned.RunPath) is not { } known || ToProgress(known) is not { } before)
        {
            return planned;
        }

        // Whoever accepts that the agent has changed means the agent as it is, its system message too.
        ImmutableArray<ChatMessage> messages =
            [.. planned.Messages.TakeWhile(m => m.Role == ChatRole.System), .. before.Messages.SkipWhile(m => m.Role == ChatRole.System)];
        return planned with { Messages = messages, Resumed = before with { Messages = messages } };
    }

    /// <summary>Finds the turn in which the model of an agent was asked and nothing was heard of it, and notes that it is asked again.</summary>
    /// <param name="node">The run of the agent's node.</param>
    /// <returns>The turn; null where there is none.</returns>
    public RepeatedTurn? TakeAskedTurn(string node)
    {
        lock (_gate)
        {
            if (NodeAt(node) is not { AskedTurn: { } asked } known)
            {
                return null;
            }

            RepeatedTurn repeated = new(node, asked);
            Set(known with { AskedTurn = null });
            _state = _state with { Content = _state.Content! with { Repeated = Repeated.Add(repeated) } };
            return repeated;
        }
    }

    /// <summary>Writes down what an agent has come to, or how many rounds of a graph are over.</summary>
    /// <param name="request">Its call.</param>
    /// <param name="progress">What it has come to.</param>
    /// <exception cref="FileException">It cannot be written down.</exception>
    public void Reach(ChatRequest request, RunProgress progress)
    {
        lock (_gate)
        {
            string node = request.RunPath;
            HashSet<string?> answered = [.. progress.Messages.Reverse().TakeWhile(m => m.Role == ChatRole.Tool).Select(m => m.ToolCallId)];
            HashSet<string> open = [.. progress.IsTurnOpen ? [] : progress.Whole?.ToolCalls.Select(c => c.Id).Where(id => !answered.Contains(id)) ?? []];
            NodeState? before = NodeAt(node);
            NodeState state = new()
            {
                Node = node,
                Agent = request.AgentId ?? "",
                Rounds = progress.Rounds,
                Messages = ToJson(progress.Messages),
                Steps = progress.Steps,
                Images = progress.Images,
                Whole = progress.Whole,
                IsTurnOpen = progress.IsTurnOpen,
                IsAskingForOutput = progress.IsAskingForOutput,
                Elapsed = progress.Elapsed,
                Calls = before?.Calls.RemoveRange(before.Calls.Keys.Where(id => !open.Contains(id))) ?? ImmutableSortedDictionary<string, KeptCall>.Empty,
            };
            Set(progress.IsTurnOpen ? state with { AskedTurn = RunView.TurnsOf(state) + 1 } : state);
            if (progress.Rounds is { } rounds)
            {
                _clocks.TryAdd(node, (_time.GetTimestamp(), before?.Elapsed ?? TimeSpan.Zero));
                CloseRounds(node, rounds);
            }

            Write(RunStatus.Running);
        }
    }

    /// <summary>Writes down the answer of a node of a graph.</summary>
    /// <param name="node">The run of the node.</param>
    /// <param name="reply">The answer.</param>
    /// <exception cref="FileException">It cannot be written down.</exception>
    public void End(string node, AgentReply reply)
    {
        lock (_gate)
        {
            SetReply(node, reply);
            Write(RunStatus.Running);
        }
    }

    /// <summary>Writes down that a node of a graph failed. Whether all fails by that is for the graph to say.</summary>
    /// <param name="request">The call of its agent.</param>
    /// <param name="failure">Why.</param>
    /// <exception cref="FileException">It cannot be written down.</exception>
    public void End(ChatRequest request, ChatFailure failure)
    {
        lock (_gate)
        {
            NodeState known = NodeAt(request.RunPath)
                ?? new NodeState { Node = request.RunPath, Agent = request.AgentId ?? "", Messages = ToJson(request.Messages) };

            // What an agent elsewhere may have done is not asked for again without anybody's knowledge.
            int? asked = request.IsElsewhere && failure.MayBeDone ? known.AskedTurn : null;
            Set(known with { AskedTurn = asked, Failure = KeptFailure.Of(failure, _conceal) });
            Write(RunStatus.Running);
        }
    }

    /// <summary>Gives what is written down of a call.</summary>
    /// <param name="node">The node of its agent; empty where there is no graph.</param>
    /// <param name="call">The call.</param>
    public ICallRecord RecordOf(string node, ToolCall call) => new CallRecord(this, node, call.Id);

    /// <summary>Writes down the answer.</summary>
    /// <param name="reply">The answer.</param>
    /// <exception cref="FileException">It cannot be written down.</exception>
    public void Complete(AgentReply reply)
    {
        lock (_gate)
        {
            SetReply("", reply);
            Write(RunStatus.Completed);
        }
    }

    /// <summary>Writes down that the run ended without an answer, or waits for decisions.</summary>
    /// <param name="failure">Why.</param>
    /// <exception cref="FileException">It cannot be written down.</exception>
    public void End(ChatFailure failure)
    {
        lock (_gate)
        {
            if (_state.Content is null)
            {
                // It ended before there was anything to go on with.
                return;
            }

            bool isPending = failure.Kind == FailureKind.ApprovalPending;
            foreach (NodeState node in Nodes)
            {
                // What failed was told: it is not asked again without anybody's knowledge. What is covered stays as it is.
                Set(node with { AskedTurn = node.Node.Length == 0 ? null : node.AskedTurn, Failure = isPending || IsOver(node) ? node.Failure : null });
            }

            _state = _state with { ErrorId = isPending ? null : failure.Kind.ToString() };
            Write(isPending ? RunStatus.Pending : RunStatus.Failed, isPending ? null : _conceal(failure.Summary));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        bool isUnbegun = _lock is not null && _state.Content is null;
        _lock?.Dispose();
        _lock = null;
        if (isUnbegun)
        {
            RunFolder.RemoveEmpty(Folder);
        }
    }

    // A call is named by its id, and by its node too where others have the same.
    private Dictionary<AgentOpenCall, ToolResult> FindGiven(AgentOpenCall[] open, IReadOnlyDictionary<string, ToolResult> results)
    {
        Dictionary<AgentOpenCall, ToolResult> given = [];
        foreach ((string name, ToolResult result) in results)
        {
            AgentOpenCall[] meant = Array.FindAll(open, c => c.Name == name) is { Length: > 0 } exact ? exact : Array.FindAll(open, c => c.CallId == name);
            if (meant.Length != 1)
            {
                string shown = SecretShapes.Excerpt(name);
                IEnumerable<string> names = meant.Select(c => $"'{SecretShapes.Excerpt(c.Name)}'").Order(StringComparer.Ordinal);
                throw new RunException(RunProblem.CallUnknown, meant.Length == 0
                    ? $"The run {Id} has no open call '{shown}'."
                    : $"The run {Id} has several open calls '{shown}': {string.Join(", ", names)}.");
            }

            given[meant[0]] = result;
        }

        return given;
    }

    private RunProgress? ToProgress(NodeState node) => RunFile.ReadMessages(node) is not { } messages ? null : new RunProgress
    {
        Messages = messages,
        Steps = node.Steps,
        Images = node.Images,
        Whole = node.Whole,
        IsTurnOpen = node.IsTurnOpen,
        IsAskingForOutput = node.IsAskingForOutput,
        Elapsed = node.Elapsed,
        Rounds = node.Rounds,
        Runs = node.Rounds is null ? ImmutableDictionary<string, NodeRun>.Empty : Nodes
            .Where(n => NodePath.IsDirectlyIn(n.Node, node.Node) && (n.Reply is not null || n.Failure is not null))
            .ToImmutableDictionary(n => n.Node, n => new NodeRun(RunView.ToReply(n), n.Failure?.ToFailure())),
        Results = node.Calls.Where(c => c.Value.Result is not null).ToImmutableDictionary(c => c.Key, c => c.Value.Result!.ToResult()),
    };

    private bool IsOver(NodeState node) => node.Node.Length > 0 && NodeAt(NodePath.ParentOf(node.Node)) is { } graph
        && (IsOver(graph) || graph.Rounds >= NodePath.RoundOf(node.Node));

    // The answer holds all that went before it.
    private void SetReply(string node, AgentReply reply)
    {
        NodeState known = NodeAt(node) ?? new NodeState { Node = node, Messages = ToJson(reply.Messages) };
        Remove(n => NodePath.IsIn(n.Node, node));
        Set(known with
        {
            Messages = reply.Messages.IsEmpty ? known.Messages : ToJson(reply.Messages),
            Steps = [],
            Images = [],
            Whole = null,
            IsTurnOpen = false,
            Elapsed = reply.Duration,
            Calls = ImmutableSortedDictionary<string, KeptCall>.Empty,
            AskedTurn = null,
            Failure = null,
            Reply = reply,
        });
    }

    // What failed in a round that is over is covered: nothing of it is open any more.
    private void CloseRounds(string graph, int rounds)
    {
        foreach (NodeState failed in Nodes.Where(n => n.Failure is not null && NodePath.IsDirectlyIn(n.Node, graph) && NodePath.RoundOf(n.Node) <= rounds))
        {
            Remove(n => NodePath.IsIn(n.Node, failed.Node));
            Set(failed with { AskedTurn = null, Calls = ImmutableSortedDictionary<string, KeptCall>.Empty, Steps = [], Images = [], Whole = null });
        }
    }

    private void Remove(Func<NodeState, bool> isGone) =>
        _state = _state with { Content = (_state.Content ?? new RunContent { Nodes = [] }) with { Nodes = [.. Nodes.Where(n => !isGone(n))] } };

    private NodeState WithTime(NodeState node) => _clocks.TryGetValue(node.Node, out (long Start, TimeSpan Before) clock) && node.Reply is null
        ? node with { Elapsed = clock.Before + _time.GetElapsedTime(clock.Start) }
        : node;

    private NodeState? NodeAt(string node) => Nodes.FirstOrDefault(n => n.Node == node);

    private void Set(NodeState node)
    {
        ImmutableArray<NodeState> nodes = Nodes;
        int at = nodes.IndexOf(nodes.FirstOrDefault(n => n.Node == node.Node)!);
        ImmutableArray<NodeState> all = at < 0 ? nodes.Add(node) : nodes.SetItem(at, node);
        _state = _state with { Content = (_state.Content ?? new RunContent { Nodes = [] }) with { Nodes = all, Memory = _memory ?? Memory } };
    }

    private void Change(string node, string call, Func<KeptCall, KeptCall> change)
    {
        if (NodeAt(node) is { } known)
        {
            Set(known with { Calls = known.Calls.SetItem(call, change(known.Calls.GetValueOrDefault(call) ?? new KeptCall())) });
        }
    }

    private void Write(RunStatus status, string? errorMessage = null)
    {
        RunState next = _state with
        {
            Version = RunState.Current,
            Module = Module,
            Revision = _state.Revision + 1,
            Status = status,
            Updated = _time.GetUtcNow(),
            ErrorId = status == RunStatus.Failed ? _state.ErrorId : null,
            Content = _state.Content! with
            {
                Nodes = [.. Nodes.Select(WithTime)],
                Vault = _protection?.Vault.ToEntries() ?? _state.Content!.Vault,
                Found = [.. _state.Content!.Found.Union(_protection?.Seen.Found ?? [])],
                ErrorMessage = errorMessage,
            },
        };
        RunFile.Write(Folder, next, _key);
        _state = next;
    }

    // Whatever a message came to hold, no key of the agent is written down.
    private JsonElement ToJson(ImmutableArray<ChatMessage> messages)
    {
        ImmutableArray<ChatMessage> written = [.. messages.Select(m => m with { Text = _conceal(m.Text) })];
        using JsonDocument json = JsonDocument.Parse(new AgentConversation(written).ToJson());
        return json.RootElement.GetProperty("messages").Clone();
    }

    private bool Try(Action write)
    {
        lock (_gate)
        {
            try
            {
                write();
                return true;
            }
            catch (FileException e)
            {
                Failure ??= e;
                return false;
            }
        }
    }

    /// <summary>What is written down of one call.</summary>
    /// <param name="run">The run.</param>
    /// <param name="node">The run of the node of its agent.</param>
    /// <param name="id">Its id.</param>
    internal sealed class CallRecord(DurableRun run, string node, string id) : ICallRecord
    {
        /// <summary>Gets the run of the node of its agent.</summary>
        public string Node => node;

        public CallDecision? FindDecision(string fingerprint) =>
            run.NodeAt(node)?.Calls.GetValueOrDefault(id) is { Decision: { } decision } known && known.Fingerprint == Bind(fingerprint) ? decision : null;

        // A decision is used up by what it allowed.
        public bool Start() => Write(c => c with { IsStarted = true, Decision = null, Fingerprint = null }, RunStatus.Running);

        public void Defer(string fingerprint) => Write(c => c with { Fingerprint = Bind(fingerprint), Decision = null }, RunStatus.Running);

        public void End(ToolResult result)
        {
            // What was not started is judged again.
            if (run.NodeAt(node)?.Calls.GetValueOrDefault(id) is { IsStarted: true })
            {
                Write(c => c with { Result = KeptResult.Of(result, run._conceal) }, RunStatus.Running);
            }
        }

        // A decision is about a call of this run: what is decided elsewhere is of no account here.
        private string Bind(string fingerprint) =>
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{run.Id}\n{node}\n{id.Length}\n{id}\n{fingerprint}")));

        private bool Write(Func<KeptCall, KeptCall> change, RunStatus status) => run.Try(() =>
        {
            run.Change(node, id, change);
            run.Write(status);
        });
    }
}
