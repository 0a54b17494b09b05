using System.Collections.Immutable;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Planning;
using AgentCore.LiteLlm.Routing;

namespace AgentCore.LiteLlm.Evaluations;

/// <summary>The plans by which cases are asked: one for each model, and one for each case that has a system message or variables of its own.</summary>
/// <param name="options">What the caller sets, which comes before what a case says, as everywhere.</param>
/// <param name="make">Makes a plan.</param>
internal sealed class CasePlans(CallOptions options, Func<ResolvedModel, CallOptions, Checked<ChatPlan>> make)
{
    private readonly Dictionary<ResolvedModel, Checked<ChatPlan>> _plans = new(ReferenceEqualityComparer.Instance);

    /// <summary>Finds the plan of a case.</summary>
    /// <param name="model">Whom to ask.</param>
    /// <param name="asked">The case.</param>
    /// <returns>The plan, and every reason against it.</returns>
    public Checked<ChatPlan> Find(ResolvedModel model, EvaluationCase asked)
    {
        if ((asked.System is not null && options.System is null) || asked.Variables is not null)
        {
            return make(model, options with { System = options.System ?? asked.System, Variables = Join(asked.Variables, options.Variables) });
        }

        if (!_plans.TryGetValue(model, out Checked<ChatPlan>? plan))
        {
            _plans[model] = plan = make(model, options);
        }

        return plan;
    }

    private static ImmutableDictionary<string, string>? Join(ImmutableDictionary<string, string>? own, ImmutableDictionary<string, string>? given) =>
        own is null || given is null ? own ?? given : own.SetItems(given);
}
