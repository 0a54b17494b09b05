using System.Collections.Immutable;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Blueprints.Rules;

/// <summary>The rules of the <c>evaluation</c> block: evaluators exist, judges are told what to judge, and there are traces to judge by.</summary>
internal static class EvaluationRules
{
    private const string BuiltinPrefix = "Builtin.";
    private const string Custom = "evaluation.custom_evaluators";

    /// <summary>Checks the block.</summary>
    /// <param name="scope">The blueprint.</param>
    public static void Check(RuleScope scope)
    {
        if (scope.Blueprint.Evaluation is not { } evaluation)
        {
            return;
        }

        if (evaluation.Online is { } online)
        {
            CheckOnline(scope, online, evaluation.CustomEvaluators);
        }

        for (int at = 0; scope.IsWhole(Custom, evaluation.CustomEvaluators.Length) && at < evaluation.CustomEvaluators.Length; at++)
        {
            string path = RuleScope.Entry(Custom, at);
            if (scope.IsSound(path))
            {
                CheckJudge(scope, evaluation.CustomEvaluators[at], path);
            }
        }
    }

    private static void CheckOnline(RuleScope scope, OnlineEvaluation online, ImmutableArray<CustomEvaluator> custom)
    {
        if (!scope.Has("observability") || (scope.Blueprint.Observability is { Enabled: false } && scope.IsSound("observability.enabled")))
        {
            scope.Warn(
                DiagnosticCodes.EvaluationWithoutObservability, "evaluation.online",
                "Online evaluation reads the agent's traces, and there are none without 'observability'.", "Add 'observability: { enabled: true }'.");
        }

        string[] names = [.. custom.Select(c => c.Name)];
        if (!scope.IsWhole(Custom, names.Length) || names.Contains("") || !scope.IsSound("evaluation.online.evaluators"))
        {
            return;
        }

        for (int at = 0; at < online.Evaluators.Length; at++)
        {
            string name = online.Evaluators[at];
            if (!name.StartsWith(BuiltinPrefix, StringComparison.Ordinal) && !names.Contains(name, StringComparer.Ordinal))
            {
                string? near = scope.IsFull ? null : NearestName.Find(name, names);
                scope.Warn(
                    DiagnosticCodes.EvaluatorUnknown,
                    RuleScope.Entry("evaluation.online.evaluators", at),
                    $"'{SecretShapes.Excerpt(name)}' is neither one of 'custom_evaluators' nor a built-in evaluator, whose names begin with '{BuiltinPrefix}'.",
                    near is null
                        ? "Describe it under 'custom_evaluators', or write a built-in one such as 'Builtin.Correctness'."
                        : $"Did you mean '{SecretShapes.Excerpt(near)}'?");
            }
        }
    }

    private static void CheckJudge(RuleScope scope, CustomEvaluator judge, string path)
    {
        string[] missing = [.. ((string[])["{context}", "{assistant_turn}"]).Where(place => !judge.Instructions.Contains(place, StringComparison.Ordinal))];
        if (missing.Length > 0)
        {
            scope.Warn(
                DiagnosticCodes.PlaceholderMissing, $"{path}.instructions",
                $"The instructions lack {string.Join(" and ", missing)}, so the judge would not see what it judges.",
                "Write the place into the text, in braces as it stands here.");
        }

        if (judge.Scale.IsEmpty && judge.RatingScale.IsEmpty)
        {
            scope.Warn(
                DiagnosticCodes.SettingIncomplete, $"{path}.name", "The evaluator has no marks to give.",
                "Add 'scale', for example 'scale: [1, 5]', or 'rating_scale'.");
        }
    }
}
