using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Globalization;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Variables;

namespace AgentCore.LiteLlm.Routing;

/// <summary>Finds out where the calls of fallbacks go: to the address of the first model, or to where their own names lead, with a key of their own.</summary>
internal static class FallbackResolver
{
    /// <summary>The path of the setting.</summary>
    public const string Path = "model.fallbacks";

    /// <summary>Gives the path of one of them.</summary>
    /// <param name="index">Its position, from 0.</param>
    public static string PathOf(int index) => string.Create(CultureInfo.InvariantCulture, $"{Path}[{index}]");

    /// <summary>Resolves them.</summary>
    /// <param name="first">The model that is asked first.</param>
    /// <param name="ids">Their names.</param>
    /// <param name="variables">Where values of variables come from.</param>
    /// <param name="findings">Where what is wrong goes.</param>
    /// <returns>Those that can be asked.</returns>
    public static ImmutableArray<ResolvedModel> Resolve(ResolvedModel first, ImmutableArray<string> ids, IVariables variables, Findings findings) =>
        [.. ids.Select((id, at) => Resolve(first, id.Trim(), PathOf(at), variables, findings)).OfType<ResolvedModel>()];

    private static ResolvedModel? Resolve(ResolvedModel first, string id, string path, IVariables variables, Findings findings)
    {
        // With a base URL every request goes there, whatever the name.
        if (first.CustomLlmProvider is not null && id.Length > 0 && !id.Any(char.IsControl))
        {
            return With(first, id, first);
        }

        // A key is for the provider it was named for: another provider has one of its own, by its own variable.
        AgentBlueprint blueprint = first.Blueprint with
        {
            Model = first.Blueprint.Model with
            {
                ModelId = "fallback",
                ApiKeyEnv = null,
                ExtraHeadersEnv = ReadOnlyDictionary<string, string>.Empty,
                CachePrompt = null,
                CacheTools = null,
                Fallbacks = [],
            },
        };
        Checked<ResolvedModel> found = ModelResolver.Resolve(blueprint, new ModelOverrides { ModelId = id }, variables, DiagnosticSeverity.Information);
        foreach (Diagnostic problem in found.Diagnostics.Where(d => d.Severity != DiagnosticSeverity.Information))
        {
            findings.Add(problem.Severity, problem.Code, findings.PlaceOf(path), $"the fallback '{id}': {problem.Message}", problem.Suggestion);
        }

        return found.Value is not { } other || !found.IsUsable ? null
            : other.Address.Authority == first.Address.Authority ? With(first, other.ModelId, first)
            : With(first, other.ModelId, other);
    }

    private static ResolvedModel With(ResolvedModel first, string id, ResolvedModel where)
    {
        ReasoningEffort? given = first.Controls.ReasoningEffort != first.Blueprint.Model.Controls.ReasoningEffort ? first.Controls.ReasoningEffort : null;
        return where with
        {
            ModelId = id,
            Temperature = first.Temperature,
            MaxTokens = first.MaxTokens,
            Controls = first.Controls,
            Reasoning = ReasoningTable.Plan(first.Blueprint, given, where.Address, id),
            Caching = CachingPlan.Find(first.Blueprint.Model, where.Address, id, findings: null),
            Blueprint = first.Blueprint,
            Fallbacks = [],
            Warnings = [],
        };
    }
}
