using System.Collections.Immutable;
using System.Globalization;
using AgentCore.LiteLlm.Blueprints.Settings;
using AgentCore.LiteLlm.Json;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Comparison;

/// <summary>Compares two blueprints by what they mean, and says of each change what follows from it.</summary>
internal static class BlueprintComparison
{
    /// <summary>The path of a change of the system prompt's text.</summary>
    public const string PromptPath = "prompt";

    /// <summary>The path of a change of what a call costs.</summary>
    public const string CostPath = "cost";

    private const string SchemaPath = "output_schema";

    /// <summary>Compares two blueprints.</summary>
    /// <param name="old">The blueprint as it was.</param>
    /// <param name="now">The blueprint as it is.</param>
    /// <returns>The changes: those of settings by path, then prompt and cost. Applied to the old, they give the new.</returns>
    public static ImmutableArray<BlueprintChange> Compare(ComparedBlueprint old, ComparedBlueprint now)
    {
        IReadOnlyList<SettingDifference> differences = SettingDifference.Find(old.Settings, now.Settings);
        bool hasSchemaChange = differences.Any(d => d.Path == SchemaPath);
        return
        [
            .. differences.Select(d => ToChange(d, old, now)),
            .. hasSchemaChange ? [] : CompareSchemaFiles(old, now),
            .. ComparePrompts(old, now),
            .. CompareCosts(old, now),
        ];
    }

    private static BlueprintChange ToChange(SettingDifference difference, ComparedBlueprint old, ComparedBlueprint now)
    {
        Setting? shown = difference.New is { IsWritten: true } ? difference.New : difference.Old is { IsWritten: true } ? difference.Old : null;
        Impact impact = difference.Pattern switch
        {
            SchemaPath => CompareSchemas(old, now),
            "model.provider" or "model.model_id" or "model.base_url" => DescribeRoute(old, now),
            _ when DescribeLastRule(difference, old, now) is { } rules => rules,
            _ => PolicyRuleImpact.OfCondition(difference, FindRule(difference.Path, now)) ?? ImpactRules.Find(difference),
        };
        return new BlueprintChange
        {
            Path = difference.Path,
            Old = ChangeText.ToValue(difference.Old),
            New = ChangeText.ToValue(difference.New),
            Kind = impact.Kind,
            Impact = impact.Text,
            File = shown is null ? null : shown == difference.New ? now.File : old.File,
            Line = shown?.Line ?? 0,
        };
    }

    // A policy without any rule forbids nothing: its first and last rules weigh more than what they say.
    private static Impact? DescribeLastRule(SettingDifference difference, ComparedBlueprint old, ComparedBlueprint now) =>
        difference.Pattern != "policy.rules[]" ? null
        : CountRules(now) == 0 ? new Impact(BlueprintChangeKind.Weakened, "No rule is left, so that the policy forbids nothing here.")
        : CountRules(old) == 0 ? new Impact(BlueprintChangeKind.Strengthened, "What no rule of the policy allows is forbidden.")
        : null;

    private static int CountRules(ComparedBlueprint blueprint) => blueprint.Blueprint.Policy?.Rules.Length ?? 0;

    private static Setting? FindRule(string path, ComparedBlueprint now)
    {
        int start = path.IndexOf('[', StringComparison.Ordinal);
        int end = path.LastIndexOf(']');
        return path.StartsWith("policy.rules[", StringComparison.Ordinal) && end > start
            && now.Settings.Members.GetValueOrDefault("policy") is Setting.Group policy && policy.Members.GetValueOrDefault("rules") is Setting.Group rules
            ? rules.Members.GetValueOrDefault(path[(start + 1)..end])
            : null;
    }

    private static Impact DescribeRoute(ComparedBlueprint old, ComparedBlueprint now)
    {
        if (now.Model is not { } after)
        {
            return new Impact(BlueprintChangeKind.Route, "Where calls go cannot be told with the variables of now.");
        }

        string goes = $"Calls go to {SecretShapes.MaskLines(after.Endpoint)} for the model '{after.ModelId}'";
        return old.Model is not { } before ? new Impact(BlueprintChangeKind.Route, $"{goes}; where they went cannot be told with the variables of now.")
            : before.Endpoint == after.Endpoint && before.ModelId == after.ModelId ? new Impact(BlueprintChangeKind.Route, $"{goes}, as before: {after.Route}")
            : new Impact(BlueprintChangeKind.Route, $"{goes}, instead of {SecretShapes.MaskLines(before.Endpoint)} for '{before.ModelId}'.");
    }

    private static IEnumerable<BlueprintChange> CompareSchemaFiles(ComparedBlueprint old, ComparedBlueprint now)
    {
        if (old.Output is not { } before || now.Output is not { } after || CanonicalJson.Of(before) == CanonicalJson.Of(after))
        {
            return [];
        }

        Impact impact = CompareSchemas(old, now);
        return
        [
            new BlueprintChange
            {
                Path = "schema",
                Old = SecretShapes.MaskLines(before.GetRawText()),
                New = SecretShapes.MaskLines(after.GetRawText()),
                Kind = impact.Kind,
                Impact = impact.Text,
                File = now.File,
                Line = now.Settings.Members.GetValueOrDefault(SchemaPath)?.Line ?? 0,
            },
        ];
    }

    private static Impact CompareSchemas(ComparedBlueprint old, ComparedBlueprint now)
    {
        switch (old.Output, now.Output)
        {
            case (null, null):
                return new Impact(BlueprintChangeKind.Breaking, "Answers must fit another schema; neither could be read, and their readers can break.");
            case (null, _):
                return new Impact(BlueprintChangeKind.Behaviour, "Answers were free text, and must fit a schema.");
            case (_, null):
                return new Impact(BlueprintChangeKind.Breaking, "Answers need not fit a schema any more, or it could not be read: their readers can break.");
            case ({ } before, { } after):
                IReadOnlyList<string> wider = SchemaDifference.FindWider(before, after);
                IReadOnlyList<string> narrower = SchemaDifference.FindWider(after, before);
                string kept = narrower.Count == 0
                    ? "Answers that were kept fit the new schema too."
                    : $"Answers that were kept need not fit the new schema, by which they could be otherwise: {string.Join(' ', narrower)}";
                return wider.Count == 0
                    ? new Impact(BlueprintChangeKind.Compatible, $"Whatever fits the new schema fits the old one. {kept}")
                    : new Impact(BlueprintChangeKind.Breaking, $"Readers of answers can break: {string.Join(' ', wider)} {kept}");
        }
    }

    private static IEnumerable<BlueprintChange> ComparePrompts(ComparedBlueprint old, ComparedBlueprint now)
    {
        string? before = old.Prompt?.Text;
        string? after = now.Prompt?.Text;
        if (before == after)
        {
            return [];
        }

        string impact = (before, after) switch
        {
            (null, _) => "The system prompt could not be found before.",
            (_, null) => "The system prompt cannot be found.",
            _ => $"The system prompt changed:\n{PromptDifference.Write(before, after)}",
        };
        return
        [
            new BlueprintChange
            {
                Path = PromptPath,
                Old = before is null ? null : SecretShapes.MaskLines(before),
                New = after is null ? null : SecretShapes.MaskLines(after),
                Kind = after is null ? BlueprintChangeKind.Breaking : BlueprintChangeKind.Behaviour,
                Impact = impact,
                File = now.Prompt?.Source.Origin,
                Line = now.Prompt is null ? 0 : 1,
            },
        ];
    }

    private static IEnumerable<BlueprintChange> CompareCosts(ComparedBlueprint old, ComparedBlueprint now) =>
        old.Cost == now.Cost || old.Cost is null || now.Cost is null
            ? []
            : [new BlueprintChange
                {
                    Path = CostPath,
                    Old = old.Cost,
                    New = now.Cost,
                    Kind = BlueprintChangeKind.Cost,
                    Impact = string.Create(
                        CultureInfo.InvariantCulture,
                        $"A turn costs at most {now.Cost:0.######} US dollars instead of {old.Cost:0.######}, with the "
                            + $"system prompt alone ({now.PromptTokens} tokens, counted as four characters each) and the longest answer."),
                }];
}
