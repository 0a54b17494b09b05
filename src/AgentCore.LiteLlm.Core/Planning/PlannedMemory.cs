using System.Globalization;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Planning;

/// <summary>The memory of an agent: kept where the caller names a folder, and says whose it is.</summary>
internal static class PlannedMemory
{
    /// <summary>The name of the decision about it.</summary>
    public const string Gate = "memory";

    private const string Updating = "memory.strategies";

    /// <summary>Finds whose memory an agent's calls have, and what of it does not hold.</summary>
    /// <param name="blueprint">The blueprint.</param>
    /// <param name="options">What the caller sets.</param>
    /// <param name="mode">The mode of the calls.</param>
    /// <param name="findings">Where it is said.</param>
    /// <returns>The subject; null where nothing is remembered.</returns>
    public static MemorySubject? Find(AgentBlueprint blueprint, CallOptions options, ExecutionMode mode, Findings findings)
    {
        if (!IsAskedFor(blueprint))
        {
            if (options is { Memory.IsAskedFor: true, Above.IsEmpty: true } && blueprint.MultiAgent is not { IsTogether: true })
            {
                findings.Warn(
                    DiagnosticCodes.SettingIgnored, "memory", "an actor or a session is given, and the blueprint asks for no memory.",
                    "Add 'memory' with 'strategies' to the blueprint.");
            }

            return null;
        }

        if (!IsAsked(blueprint))
        {
            findings.Warn(
                DiagnosticCodes.SettingNotApplied, "memory", $"'{blueprint.Id}' puts others together and is not asked itself, so it remembers nothing.",
                "Give the agents that answer a 'memory' of their own.");
            return null;
        }

        if (options.Memory is not { } set)
        {
            // Who cannot name a folder is not warned that there is none.
            findings.Add(
                options.CanNameMemory ? DiagnosticSeverity.Warning : DiagnosticSeverity.Information,
                DiagnosticCodes.SettingNotApplied, findings.PlaceOf("memory"),
                "nothing is remembered from one run to the next: no folder is named to keep it in.",
                "AgentCore Memory acts on it where the agent is deployed; a conversation can be passed on.");
            return null;
        }

        MemorySubject subject = ToSubject(blueprint, set, options, mode);
        if (!set.IsGivenByRun)
        {
            Check(subject, set, findings);
        }

        return subject;
    }

    /// <summary>Says what becomes of the memory that a blueprint asks for.</summary>
    /// <param name="blueprint">The blueprint.</param>
    /// <param name="subject">Whose memory the calls have; null where nothing is remembered.</param>
    /// <returns>The decisions; none where the blueprint asks for no memory.</returns>
    public static IEnumerable<GateDecision> Describe(AgentBlueprint blueprint, MemorySubject? subject) =>
        !IsAskedFor(blueprint) ? []
        : subject is not null ? Describe(subject)
        : [new GateDecision(Gate, IsAsked(blueprint) ? "not applied: no folder is named to keep it in" : "not applied: the agent is not asked itself")];

    /// <summary>Makes the same request for the owner of other memories.</summary>
    /// <param name="request">The request.</param>
    /// <param name="map">Gives another memory for one; null for none.</param>
    public static ChatRequest With(ChatRequest request, Func<MemorySubject, MemorySubject?> map)
    {
        ChatRequest mapped = RequestMemories.Map(request, map);
        return request.Memory is null ? mapped : mapped with
        {
            Gates =
            [
                .. request.Gates.Where(g => g.Gate is not (Gate or Updating)),
                .. mapped.Memory is { } own ? Describe(own) : [new GateDecision(Gate, "not applied: the run was begun without")],
            ],
        };
    }

    private static bool IsAskedFor(AgentBlueprint blueprint) => blueprint.Memory is { Strategies.IsEmpty: false };

    // Of agents that are put together the one that does so may never be asked.
    private static bool IsAsked(AgentBlueprint blueprint) => blueprint.MultiAgent is not { IsTogether: true } block
        || block is { Pattern: MultiAgentPattern.Graph, Role: MultiAgentRole.Coordinator }
        || AgentSeat.Of(blueprint).Any(s => s.IsOwn);

    private static GateDecision[] Describe(MemorySubject subject) =>
    [
        new(Gate, string.Create(
            CultureInfo.InvariantCulture,
            $"kept: the last {subject.ShortTerm} exchanges of the session are looked up, and memories in {subject.Lookups.Length} namespaces")),
        new(Updating, subject.Updates ? "the model is asked after each answer" : "not applied: the model is not asked what is to be remembered"),
    ];

    private static MemorySubject ToSubject(AgentBlueprint blueprint, MemoryOptions set, CallOptions options, ExecutionMode mode) => new()
    {
        Agent = blueprint.Id,
        Folder = set.Folder,
        Key = set.Key,
        Actor = set.Actor ?? "",
        Session = set.Session ?? "",
        ShortTerm = blueprint.Memory!.ShortTermK,
        ExpiryDays = blueprint.Memory.EventExpiryDays,
        Lookups = [.. blueprint.Memory.Retrieval.Select(r => new MemoryLookup(r.Namespace, r.TopK, r.RelevanceScore))],
        Aims = [.. blueprint.Memory.Strategies.Select(ToAim)],
        Updates = set.Updates,
        IsTrial = mode == ExecutionMode.Simulation || options.IsReplayed,
    };

    private static MemoryAim ToAim(MemoryStrategy strategy) => strategy.Type switch
    {
        MemoryStrategyType.UserPreference => new(strategy.Name, strategy.Namespace, "what the user prefers, likes, wants or avoids, one thing each"),
        MemoryStrategyType.Summary => new(strategy.Name, strategy.Namespace, "one summary of the session so far, which takes the place of the one before")
        {
            IsSingle = true,
        },
        MemoryStrategyType.Episodic => new(
            strategy.Name, strategy.Namespace, "what was attempted, how it was done and what came of it, so that it can be done better or again"),
        _ => new(strategy.Name, strategy.Namespace, "facts that were stated and will be true later, one each"),
    };

    private static void Check(MemorySubject subject, MemoryOptions set, Findings findings)
    {
        CheckGiven(subject, MemoryPlaces.Actor, "an actor", set.Actor, findings);
        CheckGiven(subject, MemoryPlaces.Session, "a session", set.Session, findings);
        if (!subject.Updates)
        {
            findings.Add(
                DiagnosticSeverity.Information, DiagnosticCodes.SettingNotApplied, findings.PlaceOf(Updating),
                "exchanges are remembered, and nothing is made of them: the model is not asked what is to be remembered.",
                "AgentCore Memory does it where the agent is deployed.");
        }
    }

    private static void CheckGiven(MemorySubject subject, string place, string what, string? given, Findings findings)
    {
        string? named = subject.Lookups.Select(l => l.Namespace).Concat(subject.Aims.Select(a => a.Namespace))
            .FirstOrDefault(n => n.Contains(place, StringComparison.Ordinal));
        if (given is null && named is not null)
        {
            findings.Error(
                DiagnosticCodes.MemoryIncomplete, "memory",
                $"the namespace '{SecretShapes.Excerpt(named)}' names {what}, and none is given; nothing was sent.",
                "What belongs to one must not be told to another.");
        }
    }
}
