using System.Collections.Immutable;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Planning;

/// <summary>
/// The agents that another one calls as tools, before any of them is planned: those among the caller's tools, and a coordinator's specialists.
/// </summary>
internal sealed class SpecialistRoster
{
    private readonly AgentBlueprint _blueprint;
    private readonly CallOptions _options;
    private readonly ImmutableArray<SpecialistOffer> _given;
    private readonly ImmutableArray<SpecialistOffer> _named;

    private SpecialistRoster(
        AgentBlueprint blueprint, CallOptions options, ImmutableArray<SpecialistOffer> given, ImmutableArray<SpecialistOffer> named)
    {
        _blueprint = blueprint;
        _options = options;
        _given = given;
        _named = named;
    }

    /// <summary>Gets what is set for the calls of the agent that calls them: it is offered the specialists that its blueprint names, too.</summary>
    public CallOptions OwnOptions => _named.IsEmpty ? _options : _options with { Tools = [.. _options.Tools, .. _named.Select(o => o.Tool)] };

    /// <summary>
    /// Gets the blueprints to plan, each with what is set for its calls. What the caller sets for the answers of the one agent that he names is for no other;
    /// his tools are for those that the blueprint names, as in a graph, and an agent that he offers brings its own.
    /// </summary>
    public IEnumerable<(AgentBlueprint Blueprint, CallOptions Options)> Members
    {
        get
        {
            if (_given.IsEmpty && _named.IsEmpty)
            {
                return [];
            }

            CallOptions ofNamed = MemberOptions with
            {
                Tools = [.. _options.Tools.Where(t => !_options.Specialists.Any(s => ReferenceEquals(s.Tool, t)))],
                Specialists = [],
            };
            return _given.Select(o => (o.Blueprint, MemberOptions with { Tools = o.Tools, Specialists = o.Specialists }))
                .Concat(_named.Select(o => (o.Blueprint, ofNamed)));
        }
    }

    private CallOptions MemberOptions => _options with
    {
        System = null,
        Prompt = null,
        Output = null,
        Fallbacks = [],
        Temperature = null,
        Controls = new(),
        MaxIterations = null,
        Above = _options.Above.Add(_blueprint.Id),
    };

    /// <summary>Finds the agents that a blueprint's own agent calls.</summary>
    /// <param name="blueprint">The blueprint.</param>
    /// <param name="options">What the caller sets, his own agents among it.</param>
    /// <returns>The agents, often none; one that is not there, or would run within itself, is an error, and is left out.</returns>
    public static Checked<SpecialistRoster> Find(AgentBlueprint blueprint, CallOptions options)
    {
        ImmutableArray<AgentSeat> seats = AgentSeat.CalledBy(blueprint);
        if (seats.IsEmpty && options.Specialists.IsEmpty)
        {
            return new Checked<SpecialistRoster>(new SpecialistRoster(blueprint, options, [], []), []);
        }

        Findings findings = blueprint.StartFindings();
        ImmutableArray<string> above = options.Above.Add(blueprint.Id);
        bool asksOwn = blueprint.MultiAgent is not { AsksOwn: false };
        ImmutableArray<SpecialistOffer> given =
            [.. options.Specialists.Where(o => asksOwn && AgentSearch.MayRun(o.Tool.Name, o.Blueprint, above, "id", findings))];
        ImmutableArray<SpecialistOffer>.Builder named = ImmutableArray.CreateBuilder<SpecialistOffer>();
        BlueprintFolder? folder = seats.IsEmpty ? null : BlueprintFolder.Of(blueprint.Path);
        foreach (AgentSeat seat in seats)
        {
            // Whoever offers the agent himself says how it is called.
            bool isOffered = options.Specialists.Any(o => o.Blueprint.Id == seat.Agent);
            if (isOffered || AgentSearch.Find(seat, blueprint, options, folder, findings) is not { } agent)
            {
                continue;
            }

            SpecialistOffer offer = SpecialistOffer.Of(agent, ToolDefinition.ToName(seat.Agent));
            if (options.Tools.Concat(named.Select(o => o.Tool)).Any(t => t.Name.Equals(offer.Tool.Name, StringComparison.OrdinalIgnoreCase)))
            {
                findings.Error(
                    DiagnosticCodes.ToolNameTaken, seat.Path,
                    $"the specialist '{SecretShapes.Excerpt(seat.Agent)}' is called by the name '{offer.Tool.Name}', and another tool has it; "
                        + "nothing was sent.",
                    "Give the other tool another name.");
                continue;
            }

            named.Add(offer);
        }

        return new Checked<SpecialistRoster>(new SpecialistRoster(blueprint, options, given, named.DrainToImmutable()), findings.ToImmutable());
    }

    /// <summary>Puts the plans together.</summary>
    /// <param name="own">The plan of the agent that calls the others, with what was found of them.</param>
    /// <param name="members">The plans of the others, in the order of <see cref="Members"/>.</param>
    /// <returns>The plan of all, and every reason against it.</returns>
    public Checked<ChatPlan> Join(Checked<ChatPlan> own, ImmutableArray<Checked<ChatPlan>> members)
    {
        if (members.IsEmpty)
        {
            return own;
        }

        Findings findings = _blueprint.StartFindings();
        AgentSearch.Collect(own, members, findings);
        if (!own.IsUsable || members.Any(m => !m.IsUsable))
        {
            return findings.ToChecked<ChatPlan>(null);
        }

        IEnumerable<PlannedSpecialist> specialists = _given.Concat(_named).Zip(members, Members).Select(m =>
            new PlannedSpecialist(m.First.Tool, m.Second.Value!, m.Third.Options) { MaximumResultLength = m.First.MaximumResultLength });
        return findings.ToChecked(own.Value!.With([.. specialists]));
    }
}
