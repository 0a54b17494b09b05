using System.Collections.Immutable;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Planning;
using AgentCore.LiteLlm.Routing;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Variables;

namespace AgentCore.LiteLlm.Evaluations;

/// <summary>Finds the judges of cases, and how they are asked: where the agent is, as its calls are made, and with none of its tools.</summary>
/// <param name="options">What the caller sets for the agent's calls.</param>
/// <param name="make">Makes a plan.</param>
/// <param name="variables">Where variables are looked up.</param>
internal sealed class JudgeBench(CallOptions options, Func<ResolvedModel, CallOptions, Checked<ChatPlan>> make, IVariables variables)
{
    private readonly Dictionary<(ResolvedModel Agent, Judge Judge), SeatedJudge?> _seated = [];
    private readonly Dictionary<Judge, EvaluationBudget> _budgets = [];
    private readonly Dictionary<(string Blueprint, CustomEvaluator Evaluator), Judge> _evaluators = [];

    /// <summary>Seats the judges of a case.</summary>
    /// <param name="asked">The case.</param>
    /// <param name="agent">Whose answers they judge.</param>
    /// <returns>The judges, and every reason against them.</returns>
    public (ImmutableArray<SeatedJudge> Judges, ImmutableArray<Diagnostic> Problems) Seat(EvaluationCase asked, ResolvedModel agent)
    {
        ImmutableArray<SeatedJudge>.Builder judges = ImmutableArray.CreateBuilder<SeatedJudge>();
        ImmutableArray<Diagnostic>.Builder problems = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (CaseJudge wanted in asked.Judges)
        {
            if (Find(wanted, agent.Blueprint, problems) is { } judge && Seat(wanted, judge, agent, problems) is { } seated)
            {
                double lowest = wanted.AtLeast ?? judge.AtLeast ?? (judge.Worst + judge.Best) / 2;
                if (lowest < judge.Worst || lowest > judge.Best)
                {
                    problems.Add(Report(
                        wanted, DiagnosticCodes.ValueOutOfRange,
                        FormattableString.Invariant($"asks '{judge.Name}' for at least {lowest}, and its marks go from {judge.Worst} to {judge.Best}."),
                        "Stay within the scale."));
                }

                judges.Add(seated with { AtLeast = lowest, Criteria = wanted.Criteria });
            }
        }

        return (judges.DrainToImmutable(), problems.DrainToImmutable());
    }

    private static Diagnostic Report(CaseJudge wanted, string code, string problem, string? advice) => new()
    {
        Code = code,
        Severity = DiagnosticSeverity.Error,
        Message = $"The case {problem}",
        Suggestion = advice,
        Location = wanted.Location,
    };

    private Judge? Find(CaseJudge wanted, AgentBlueprint blueprint, ImmutableArray<Diagnostic>.Builder problems)
    {
        if (wanted.Judge is { } own)
        {
            return own;
        }

        ImmutableArray<CustomEvaluator> known = blueprint.Evaluation?.CustomEvaluators ?? [];
        CustomEvaluator? evaluator = known.FirstOrDefault(e => string.Equals(e.Name, wanted.Name, StringComparison.Ordinal));
        string? problem = evaluator is null
            ? $"asks '{SecretShapes.Excerpt(wanted.Name)}' to judge, which neither 'judges' of the file nor 'evaluation.custom_evaluators' of the blueprint "
                + "describes."
            : evaluator.Level == EvaluatorLevel.Span
                ? $"asks '{SecretShapes.Excerpt(wanted.Name)}' to judge, which looks at single steps (SPAN), not at answers."
            : evaluator is { Scale.IsEmpty: true, RatingScale.IsEmpty: true }
                ? $"asks '{SecretShapes.Excerpt(wanted.Name)}' to judge, which has no marks to give."
            : null;
        if (problem is not null)
        {
            problems.Add(Report(
                wanted, evaluator is null ? DiagnosticCodes.EvaluatorUnknown : DiagnosticCodes.SettingIncomplete, problem,
                evaluator is null && NearestName.Find(wanted.Name, [.. known.Select(e => e.Name)]) is { } near
                    ? $"Did you mean '{SecretShapes.Excerpt(near)}'?"
                    : "Describe one under 'judges', with 'name', 'model_id' and 'scale'."));
            return null;
        }

        // The judge of two cases is one, with one budget.
        (string, CustomEvaluator) key = (blueprint.Path ?? blueprint.Id, evaluator!);
        return _evaluators.TryGetValue(key, out Judge? judge) ? judge : _evaluators[key] = Judge.Of(evaluator!);
    }

    private SeatedJudge? Seat(CaseJudge wanted, Judge judge, ResolvedModel agent, ImmutableArray<Diagnostic>.Builder problems)
    {
        if (!_seated.TryGetValue((agent, judge), out SeatedJudge? seated))
        {
            if (!_budgets.TryGetValue(judge, out EvaluationBudget? budget))
            {
                _budgets[judge] = budget = new EvaluationBudget($"The judge '{judge.Name}'", judge.MaxCost);
            }

            Checked<ResolvedModel> model = Resolve(judge, agent);
            Checked<ChatPlan> plan = model.IsUsable
                ? make(model.Value!, OptionsOf(judge))
                : new Checked<ChatPlan>(null, model.Diagnostics);
            foreach (Diagnostic problem in plan.IsUsable ? [] : plan.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error))
            {
                problems.Add(Report(wanted, problem.Code, $"asks '{judge.Name}' to judge, which cannot be asked: {problem.Message}", problem.Suggestion));
            }

            seated = plan is { IsUsable: true, Value: { } usable }
                ? new SeatedJudge(judge, usable, ChatPlan.ToRedactor(agent, variables), budget) { AtLeast = 0 }
                : null;
            _seated.Add((agent, judge), seated);
        }

        return seated;
    }

    // Everything that is the agent's own way to answer is left out; what protects and what reaches the endpoint stays.
    private Checked<ResolvedModel> Resolve(Judge judge, ResolvedModel agent)
    {
        Findings findings = new(places: null);
        string? name = VariableTemplate.Read(judge.ModelId, out string? problem, out _)?.Expand(variables, out problem);
        if (name is null || name.Trim().Length == 0)
        {
            findings.Error(
                DiagnosticCodes.VariableNotSet, "model_id",
                problem is null ? "the name of its model is empty after its variables were filled in."
                    : $"the name of its model needs the environment variable '{problem}', which is not set.",
                null);
            return findings.ToChecked<ResolvedModel>(null);
        }

        AgentBlueprint blueprint = agent.Blueprint with
        {
            Model = agent.Blueprint.Model with { Controls = new ModelControls(), Fallbacks = [], CachePrompt = null, CacheTools = null },
            Thinking = null,
            OutputSchema = null,
            Tools = [],
            Hooks = [],
            Policy = null,
            Gateway = null,
            MultiAgent = null,
            Memory = null,
            Runtime = null,
        };
        ResolvedModel first = agent with { Blueprint = blueprint, Controls = new ModelControls() };
        ResolvedModel? found = FallbackResolver.Resolve(first, [name], variables, findings).FirstOrDefault();
        return findings.ToChecked(found is null ? null : found with
        {
            Temperature = judge.Temperature,
            MaxTokens = judge.MaxTokens,
        });
    }

    private CallOptions OptionsOf(Judge judge) => options with
    {
        System = "",
        Prompt = null,
        Variables = null,
        Output = SeatedJudge.SchemaOf(judge),
        Fallbacks = [],
        Temperature = null,
        Controls = new ModelControls { Seed = options.Controls.Seed },
        Tools = [],
        OffersDeclaredTools = false,
        Hooks = [],
        KeepsAuditLog = false,
        Stream = false,
    };
}
