using System.Collections.Immutable;
using System.Globalization;
using AgentCore.LiteLlm.Costs;
using AgentCore.LiteLlm.Endpoints;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Routing;
using AgentCore.LiteLlm.Variables;

namespace AgentCore.LiteLlm.Comparison;

/// <summary>Compares what a blueprint relies on with what its endpoint says now: models, limits and prices.</summary>
internal static class EndpointDrift
{
    private const int Tokens = 1_000;

    /// <summary>Compares a blueprint with its endpoint.</summary>
    /// <param name="model">Where the calls of the blueprint go.</param>
    /// <param name="offered">What the endpoint offers.</param>
    /// <param name="variables">Where the prices that are known here are looked up.</param>
    /// <returns>A change for each thing that is otherwise; none where the endpoint says nothing of it.</returns>
    public static ImmutableArray<BlueprintChange> Find(ResolvedModel model, ImmutableArray<AgentModelInfo> offered, IVariables variables) =>
    [
        .. model.Fallbacks.Where(f => f.Address == model.Address).Prepend(model).DistinctBy(m => m.ModelId)
            .SelectMany(m => Find(m, model, offered, variables)),
    ];

    private static IEnumerable<BlueprintChange> Find(ResolvedModel asked, ResolvedModel model, ImmutableArray<AgentModelInfo> offered, IVariables variables)
    {
        string path = $"endpoint.models[{asked.ModelId}]";
        string setting = asked == model ? "model.model_id" : "model.fallbacks";
        if (offered.FirstOrDefault(m => m.Id == asked.ModelId) is not { } info)
        {
            string offers = string.Join(", ", offered.Take(10).Select(m => m.Id));
            yield return Change(
                path, setting, asked.ModelId, null, BlueprintChangeKind.Breaking, $"The endpoint does not offer the model; it offers {offers}.");
            yield break;
        }

        if (model.MaxTokens > info.MaxOutputTokens)
        {
            yield return Change(
                $"{path}.max_output_tokens", "model.max_tokens", (long)model.MaxTokens.Value, info.MaxOutputTokens.Value, BlueprintChangeKind.Breaking,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The blueprint asks for up to {model.MaxTokens} tokens, and the model gives at most {info.MaxOutputTokens}."));
        }

        PriceList? prices = PriceList.Read(variables).Value;
        foreach ((string name, decimal? now, TokenUsage usage) in new[]
        {
            ("input_cost_per_token", info.InputCostPerToken, new TokenUsage { InputTokens = Tokens, OutputTokens = 0 }),
            ("output_cost_per_token", info.OutputCostPerToken, new TokenUsage { InputTokens = 0, OutputTokens = Tokens }),
        })
        {
            decimal? known = prices?.FindListed(asked.ModelId, null, usage) / Tokens;
            if (now is not null && known is not null && now != known)
            {
                yield return Change(
                    $"{path}.{name}", setting, known, now, BlueprintChangeKind.Cost, "The endpoint has another price than the one that MODEL_PRICING has.");
            }
        }

        BlueprintChange Change(string what, string key, object? old, object? current, BlueprintChangeKind kind, string impact) => new()
        {
            Path = what,
            Old = old,
            New = current,
            Kind = kind,
            Impact = impact,
            File = model.Blueprint.Path,
            Line = model.Blueprint.StartFindings().PlaceOf(key).Line,
        };
    }
}
