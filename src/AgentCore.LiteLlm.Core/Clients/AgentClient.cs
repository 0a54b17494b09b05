using System.Collections.Concurrent;
using System.Collections.Immutable;
using AgentCore.LiteLlm.Agents;
using AgentCore.LiteLlm.Batches;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Bulk;
using AgentCore.LiteLlm.Cassettes;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Conversations;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Endpoints;
using AgentCore.LiteLlm.Graphs;
using AgentCore.LiteLlm.Memories;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Network;
using AgentCore.LiteLlm.Observability;
using AgentCore.LiteLlm.Planning;
using AgentCore.LiteLlm.Prompts;
using AgentCore.LiteLlm.Protecting;
using AgentCore.LiteLlm.RemoteAgents;
using AgentCore.LiteLlm.Resilience;
using AgentCore.LiteLlm.Routing;
using AgentCore.LiteLlm.Runs;
using AgentCore.LiteLlm.Structured;
using AgentCore.LiteLlm.Variables;
using AgentCore.LiteLlm.Wire;

namespace AgentCore.LiteLlm.Clients;

/// <summary>
/// The one way to call agents: plans their calls and makes them, with everything on the way that a blueprint asks for. It keeps sockets and
/// what it learns of endpoints, so make one and keep it; many threads may use it at once.
/// </summary>
/// <param name="variables">Where variables are looked up; null for the environment of this process.</param>
public sealed class AgentClient(IVariables? variables = null) : IDisposable
{
    private static readonly TimeProvider Time = TimeProvider.System;

    private readonly IVariables _variables = variables ?? new ProcessVariables();

    // Sockets are kept across calls, for each way of connecting.
    private readonly ConcurrentDictionary<(TransportOptions Options, bool Waits), Lazy<ChatTransport>> _networks = new();
    private readonly ConcurrentDictionary<TransportOptions, Lazy<PromptRegistry>> _registries = new();
    private readonly Lazy<ChatTransport> _inProcess = new(ChatTransport.Simulated);

    // What was found about endpoints holds as long as the client; a wrong guess costs one more request.
    private readonly DialectMemory _dialects = new();

    // One call that is told to wait makes every call to that endpoint wait, whoever makes it.
    private readonly PaceMemory _paces = new(Time);

    // A model that answered in place of another is asked first for a while.
    private readonly FallbackMemory _fallbacks = new(Time);

    // One warning for each proxy and version is enough.
    private readonly ConcurrentDictionary<(string Endpoint, string Version), bool> _judgedProxies = new();

    private volatile bool _isDisposed;

    /// <summary>Reads a blueprint from a file, finds out where its calls go, and makes the plan of them.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">What the caller sets; null for nothing.</param>
    /// <param name="cancellationToken">Ends the search for the system prompt.</param>
    /// <returns>The plan, and every finding of the blueprint, its model and its calls; no plan where one of them is an error.</returns>
    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a folder.</exception>
    public async Task<Checked<ChatPlan>> PlanFileAsync(string path, CallOptions? options = null, CancellationToken cancellationToken = default)
    {
        Checked<AgentBlueprint> blueprint = BlueprintFile.ReadForCall(path);
        if (!blueprint.IsUsable)
        {
            return new Checked<ChatPlan>(null, blueprint.Diagnostics);
        }

        Checked<ResolvedModel> model = CallRules.WithoutDoubles(ModelResolver.Resolve(blueprint.Value!, new ModelOverrides(), _variables));
        if (!model.IsUsable)
        {
            return new Checked<ChatPlan>(null, [.. blueprint.Diagnostics, .. model.Diagnostics]);
        }

        Checked<ChatPlan> plan = await PlanAsync(model.Value!, options, cancellationToken).ConfigureAwait(false);
        return plan with { Diagnostics = [.. blueprint.Diagnostics, .. model.Diagnostics, .. plan.Diagnostics] };
    }

    /// <summary>Makes the plan of a model's calls. The system prompt comes from the registry where one is named, else from the blueprint's folder.</summary>
    /// <param name="model">The model, resolved.</param>
    /// <param name="options">What the caller sets; null for nothing.</param>
    /// <param name="cancellationToken">Ends the search for the system prompt.</param>
    /// <returns>The plan, and every reason against it; it may be used where none is an error.</returns>
    public async Task<Checked<ChatPlan>> PlanAsync(ResolvedModel model, CallOptions? options = null, CancellationToken cancellationToken = default)
    {
        CallOptions set = options ?? new CallOptions();
        Checked<SpecialistRoster> called = SpecialistRoster.Find(model.Blueprint, set);
        ImmutableArray<Checked<ChatPlan>>.Builder specialists = ImmutableArray.CreateBuilder<Checked<ChatPlan>>();
        foreach ((AgentBlueprint blueprint, CallOptions its) in called.Value!.Members)
        {
            Checked<ResolvedModel> member = ResolveMember(blueprint, model, set);
            specialists.Add(member.IsUsable
                ? WithFirst(member, await PlanAsync(member.Value!, its, cancellationToken).ConfigureAwait(false))
                : new Checked<ChatPlan>(null, member.Diagnostics));
        }

        Checked<ChatPlan> alone = await PlanAloneAsync(model, called.Value.OwnOptions, cancellationToken).ConfigureAwait(false);
        Checked<ChatPlan> own = called.Value.Join(WithFirst(called, alone), specialists.DrainToImmutable());
        if (GraphRoster.Find(model, set, _variables) is not { } roster)
        {
            return own;
        }

        if (!roster.IsUsable)
        {
            return new Checked<ChatPlan>(null, [.. own.Diagnostics, .. roster.Diagnostics]);
        }

        ImmutableArray<Checked<ChatPlan>>.Builder members = ImmutableArray.CreateBuilder<Checked<ChatPlan>>();
        foreach (AgentBlueprint blueprint in roster.Value!.Blueprints)
        {
            Checked<ResolvedModel> member = ResolveMember(blueprint, model, set);
            members.Add(member.IsUsable
                ? WithFirst(member, await PlanAsync(member.Value!, roster.Value.MemberOptions, cancellationToken).ConfigureAwait(false))
                : new Checked<ChatPlan>(null, member.Diagnostics));
        }

        return roster.Value.Join(WithFirst(roster, own), members.DrainToImmutable());
    }

    // What the caller gives for an address is for nobody else.
    private Checked<ResolvedModel> ResolveMember(AgentBlueprint blueprint, ResolvedModel named, CallOptions options)
    {
        Checked<ResolvedModel> member = CallRules.WithoutDoubles(ModelResolver.Resolve(blueprint, new ModelOverrides(), _variables));
        return member is { IsUsable: true, Value: { } found } && !options.Headers.IsEmpty && found.Address.Authority == named.Address.Authority
            ? HeaderResolver.AddTo(found, options.Headers)
            : member;
    }

    private static Checked<ChatPlan> WithFirst<T>(Checked<T> before, Checked<ChatPlan> plan)
        where T : class =>
        plan with { Diagnostics = [.. before.Diagnostics, .. plan.Diagnostics] };

    private async Task<Checked<ChatPlan>> PlanAloneAsync(ResolvedModel model, CallOptions set, CancellationToken cancellationToken)
    {
        if (!AsksRegistry(set))
        {
            return ChatPlan.Make(model, set, _variables);
        }

        // The registry comes before the folder, as the framework has it.
        ExecutionMode mode = ModeChoice.Find(set.Mode, _variables)!.Value;
        Checked<PromptText> found = await RegistryFor(set.Transport).FindAsync(model.Blueprint, mode, _variables, cancellationToken).ConfigureAwait(false);
        if (!found.IsUsable && found.Diagnostics.Any(f => f.Severity == DiagnosticSeverity.Error))
        {
            return new Checked<ChatPlan>(null, found.Diagnostics);
        }

        Checked<ChatPlan> plan = ChatPlan.Make(model, set with { Prompt = found.Value }, _variables);
        return plan with { Diagnostics = [.. found.Diagnostics, .. plan.Diagnostics] };
    }

    /// <summary>Answers one prompt. Nothing happens before the events are pulled; pulling them again asks again.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="prompt">The prompt.</param>
    /// <param name="cancellationToken">Ends the call at once.</param>
    /// <returns>What happens, in order; the last event is the whole answer. A failed call throws <see cref="Failures.ChatException"/>.</returns>
    public IAsyncEnumerable<ChatEvent> AnswerAsync(ChatPlan plan, string prompt, CancellationToken cancellationToken = default) =>
        ContinueAsync(plan, AgentConversation.Empty, new ChatMessage(ChatRole.User, prompt), cancellationToken);

    /// <summary>Answers what is said next in a conversation. Nothing happens before the events are pulled; pulling them again asks again.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="conversation">What was said before; its system message holds only where the plan has none of its own.</param>
    /// <param name="next">What is said next, attachments included.</param>
    /// <param name="cancellationToken">Ends the call at once.</param>
    /// <returns>What happens, in order; the last event is the whole answer. A failed call throws <see cref="Failures.ChatException"/>.</returns>
    /// <exception cref="ConversationException">The conversation waits for the answers of tools.</exception>
    public IAsyncEnumerable<ChatEvent> ContinueAsync(
        ChatPlan plan, AgentConversation conversation, ChatMessage next, CancellationToken cancellationToken = default) =>
        AnswerAsync(plan.ToRequest(next, conversation), CallContext.None, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        _isDisposed = true;
        foreach (Lazy<ChatTransport> transport in (Lazy<ChatTransport>[])[.. _networks.Values, _inProcess])
        {
            if (transport.IsValueCreated)
            {
                transport.Value.Dispose();
            }
        }

        foreach (Lazy<PromptRegistry> registry in _registries.Values.Where(r => r.IsValueCreated))
        {
            registry.Value.Dispose();
        }
    }

    /// <summary>Makes a plan without asking anybody, to show what would be sent.</summary>
    /// <param name="model">The model, resolved.</param>
    /// <param name="options">What the caller sets.</param>
    /// <param name="unasked">Where the system prompt would be asked for, which the plan then lacks; null where it is nowhere.</param>
    /// <returns>The plan, and every reason against it.</returns>
    internal Checked<ChatPlan> Preview(ResolvedModel model, CallOptions options, out Uri? unasked)
    {
        Checked<SpecialistRoster> called = SpecialistRoster.Find(model.Blueprint, options);
        ImmutableArray<Checked<ChatPlan>>.Builder specialists = ImmutableArray.CreateBuilder<Checked<ChatPlan>>();
        foreach ((AgentBlueprint blueprint, CallOptions its) in called.Value!.Members)
        {
            Checked<ResolvedModel> member = ResolveMember(blueprint, model, options);
            specialists.Add(member.IsUsable
                ? WithFirst(member, Preview(member.Value!, its, out _))
                : new Checked<ChatPlan>(null, member.Diagnostics));
        }

        Checked<ChatPlan> alone = PreviewAlone(model, called.Value.OwnOptions, out unasked);
        Checked<ChatPlan> own = called.Value.Join(WithFirst(called, alone), specialists.DrainToImmutable());
        if (GraphRoster.Find(model, options, _variables) is not { } roster)
        {
            return own;
        }

        if (!roster.IsUsable)
        {
            return new Checked<ChatPlan>(null, [.. own.Diagnostics, .. roster.Diagnostics]);
        }

        ImmutableArray<Checked<ChatPlan>>.Builder members = ImmutableArray.CreateBuilder<Checked<ChatPlan>>();
        foreach (AgentBlueprint blueprint in roster.Value!.Blueprints)
        {
            Checked<ResolvedModel> member = ResolveMember(blueprint, model, options);
            members.Add(member.IsUsable
                ? WithFirst(member, Preview(member.Value!, roster.Value.MemberOptions, out _))
                : new Checked<ChatPlan>(null, member.Diagnostics));
        }

        return roster.Value.Join(WithFirst(roster, own), members.DrainToImmutable());
    }

    private Checked<ChatPlan> PreviewAlone(ResolvedModel model, CallOptions options, out Uri? unasked)
    {
        Checked<Uri> address = AsksRegistry(options) ? PromptRegistry.FindAddress(model.Blueprint, _variables) : new Checked<Uri>(null, []);
        unasked = address.IsUsable ? address.Value : null;
        if (!address.Diagnostics.IsEmpty && unasked is null)
        {
            return new Checked<ChatPlan>(null, address.Diagnostics);
        }

        Checked<ChatPlan> plan = ChatPlan.Make(model, unasked is null ? options : options with { System = "", Variables = null }, _variables);
        return plan with { Diagnostics = [.. address.Diagnostics, .. plan.Diagnostics] };
    }

    /// <summary>Says by which API a model is asked after what was learned of its endpoint.</summary>
    /// <param name="model">The model, resolved.</param>
    /// <returns>The model, with the API that its next call asks, and why.</returns>
    internal ResolvedModel WithLearned(ResolvedModel model)
    {
        Dialect? known = model.Blueprint.Model.Api == ModelApi.Auto ? _dialects.Find(model.Address, model.ModelId) : null;
        return known switch
        {
            { UsesResponses: true } => model with
            {
                Api = ModelApi.Responses,
                ApiReason = "model.api is auto, and the endpoint was found to want /responses for the model.",
                Endpoint = EndpointAddress.ToResponses(model.Address).AbsoluteUri,
            },
            { LacksResponses: true, IsReasoningOff: true } => model with
            {
                ApiReason = "model.api is auto; the endpoint was found to want /responses for the model's tools and to lack it, so the model is told "
                    + "not to reason.",
            },
            _ => model,
        };
    }

    /// <summary>Answers a planned request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="context">What the caller brings to it.</param>
    /// <param name="cancellationToken">Ends the call at once.</param>
    internal IAsyncEnumerable<ChatEvent> AnswerAsync(ChatRequest request, CallContext context, CancellationToken cancellationToken)
    {
        IChatProvider chain = ToChain(request, context);
        return (context.Run is { } run ? new DurableProvider(chain, run) : chain).AnswerAsync(request, cancellationToken);
    }

    /// <summary>Gives a conversation as it may be kept: where the plan protects personal data, with what stands for it in its place.</summary>
    /// <param name="plan">The plan of the conversation's calls.</param>
    /// <param name="conversation">The conversation.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="Failures.ChatException">It may not be kept: something could not be looked at, or holds what must not leave.</exception>
    internal static async Task<AgentConversation> ProtectAsync(ChatPlan plan, AgentConversation conversation, CancellationToken cancellationToken)
    {
        if (plan.ToKept(conversation) is not { Protection: { } session } request)
        {
            return conversation;
        }

        (ChatRequest safe, _) = await new RequestProtection(request, session, Time).ApplyAsync(cancellationToken).ConfigureAwait(false);
        return new AgentConversation(safe.Messages);
    }

    /// <summary>Begins a batch, whose requests are written as endpoints are known to take them.</summary>
    /// <param name="isPreview">Whether it is only measured and never sent.</param>
    internal BatchDraft NewBatch(bool isPreview) => new(_dialects, Time, isPreview);

    /// <summary>Gives what asks an endpoint about batches.</summary>
    /// <param name="request">What is the same for every question: address, model, headers, mode and limits.</param>
    /// <param name="customLlmProvider">The provider that a LiteLLM proxy is told to use; null leaves it to the model.</param>
    internal BatchEndpoint BatchesAt(ChatRequest request, string? customLlmProvider) =>
        new(TransportFor(request.Mode, request.Transport), request, customLlmProvider, Time);

    /// <summary>Gives what asks endpoints about themselves.</summary>
    /// <param name="mode">The mode of the questions.</param>
    /// <param name="transport">How connections are made.</param>
    internal EndpointClient EndpointsOver(ExecutionMode mode, TransportOptions transport) => new(TransportFor(mode, transport), Time);

    // The only place where a chain of providers is put together.
    private IChatProvider ToChain(ChatRequest request, CallContext context)
    {
        Tape? tape = context.Tape;
        bool isSimulated = request.Mode == ExecutionMode.Simulation;
        ChatTransport transport = tape?.TransportFor(isSimulated, request.Transport)
            ?? TransportFor(request.Mode, request.Transport, waits: context.IsWaitedFor && CanWait(request));
        DialectMemory dialects = tape?.Dialects ?? _dialects;

        AdaptingProvider adapting = new(Retry(new OpenAIChatProvider(transport, Time), tape), dialects, Time);

        // Listeners that ask for content get what the endpoint sees.
        ObservingProvider observing = new(adapting, Time, _variables);
        ProtectingProvider protecting = new(observing, Time);
        WindowingProvider windowing = new(protecting, Time);
        AdvisingProvider advising = new(new StructuredProvider(windowing, dialects, Time), _judgedProxies);
        FallbackProvider falling = new(advising, tape is null ? _fallbacks : new FallbackMemory(Time), Time);
        MemoryProvider local = new(new AgentProvider(new HookingProvider(falling), Time), Time);

        // A message to a remote agent has an id of its own, but for a cassette, which must know it again.
        RemoteAgentProvider remote = new(transport, Time, tape is null ? static _ => Guid.NewGuid().ToString() : PromptSource.HashOf);
        ElsewhereProvider agent = new(local, new ProtectingProvider(Retry(remote, tape), Time));
        IChatProvider audited = context.Audit is { } audit ? new AuditingProvider(agent, audit, Time) : agent;
        GraphProvider graph = context.Run is { } run
            ? new GraphProvider(new KeepingProvider(audited, run), Time, node => new KeptNodeProvider(node, run, Time))
            : new GraphProvider(audited, Time);
        InvokingProvider together = new(graph, Time);
        return context.Journal is { } journal ? new JournalingProvider(together, journal) : together;
    }

    // Pieces of a stream would be seen late, and a run with tools or several agents goes on on threads of the pool, which are not blocked.
    private static bool CanWait(ChatRequest request) =>
        request is { Stream: false, Tools.IsEmpty: true, Specialists.IsEmpty: true, Graph: null, IsElsewhere: false }
        && request.Endpoint.Scheme == Uri.UriSchemeHttp;

    // What a cassette plays back is no reason to wait.
    private RetryingProvider Retry(IChatProvider caller, Tape? tape)
    {
        IChatProvider paced = tape is null ? new PacingProvider(caller, _paces, Time) : caller;
#pragma warning disable RS0030 // here is where randomness is chosen, and this one may be used from many threads
        return new RetryingProvider(paced, tape?.RetryClock ?? Time, Random.Shared);
#pragma warning restore RS0030
    }

    private ChatTransport TransportFor(ExecutionMode mode, TransportOptions options, bool waits = false)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return (mode == ExecutionMode.Simulation
            ? _inProcess
            : _networks.GetOrAdd(
                (options, waits),
                static n => new Lazy<ChatTransport>(() => n.Waits ? ChatTransport.Waiting(n.Options) : ChatTransport.OverHttp(n.Options)))).Value;
    }

    private PromptRegistry RegistryFor(TransportOptions options)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return _registries.GetOrAdd(options, static o => new Lazy<PromptRegistry>(() => PromptRegistry.OverHttp(o))).Value;
    }

    // A message that the caller gives asks nobody for another.
    private bool AsksRegistry(CallOptions options) =>
        options is { System: null, Prompt: null } && PromptRegistry.IsAsked(ModeChoice.Find(options.Mode, _variables), _variables);
}
