using System.Collections.Immutable;
using System.Text.Json;
using AgentCore.LiteLlm.Json;

namespace AgentCore.LiteLlm.Endpoints;

/// <summary>
/// Adds what LiteLLM's proxy says of its deployments to the models that it lists. Where deployments of one model differ, the least is
/// promised.
/// </summary>
internal static class ModelInfoReader
{
    /// <summary>Adds what is said.</summary>
    /// <param name="models">The models.</param>
    /// <param name="answer">The answer of <c>/model/info</c>.</param>
    /// <returns>The same models, richer.</returns>
    public static ImmutableArray<AgentModelInfo> Merge(ImmutableArray<AgentModelInfo> models, EndpointAnswer answer)
    {
        using JsonDocument? json = answer.FindJson();
        if (json?.RootElement.FindList("data") is not { } list)
        {
            return models;
        }

        ModelFacts facts = new(answer.Redactor);
        ILookup<string, JsonElement> deployments = list.EnumerateArray()
            .Select(e => (Name: facts.Text(e, "model_name"), Info: e.FindObject("model_info")))
            .Where(e => e is { Name: not null, Info: not null })
            .ToLookup(e => e.Name!, e => e.Info!.Value, StringComparer.Ordinal);
        return [.. models.Select(m => deployments.Contains(m.Id) ? Add(m, [.. deployments[m.Id]], facts) : m)];
    }

    private static AgentModelInfo Add(AgentModelInfo model, JsonElement[] deployments, ModelFacts facts)
    {
        decimal? input = deployments.Max(d => ModelFacts.Price(d, "input_cost_per_token"));
        decimal? output = deployments.Max(d => ModelFacts.Price(d, "output_cost_per_token"));

        // A model that LiteLLM has no price for costs 0 in its words; one of two may be 0, as of embeddings.
        bool isUnpriced = (input ?? output) is not null && !(input > 0 || output > 0);
        return model with
        {
            Provider = Same(deployments, d => facts.Text(d, "litellm_provider")),
            Mode = Same(deployments, d => facts.Text(d, "mode")) ?? model.Mode,
            MaxInputTokens = deployments.Min(d => ModelFacts.Count(d, "max_input_tokens", "max_tokens")) ?? model.MaxInputTokens,
            MaxOutputTokens = deployments.Min(d => ModelFacts.Count(d, "max_output_tokens")) ?? model.MaxOutputTokens,
            InputCostPerToken = isUnpriced ? null : input ?? model.InputCostPerToken,
            OutputCostPerToken = isUnpriced ? null : output ?? model.OutputCostPerToken,
            SupportsTools = All(deployments, "supports_function_calling") ?? model.SupportsTools,
            SupportsVision = All(deployments, "supports_vision") ?? model.SupportsVision,
            SupportsReasoning = All(deployments, "supports_reasoning") ?? model.SupportsReasoning,
            SupportsResponseSchema = All(deployments, "supports_response_schema") ?? model.SupportsResponseSchema,
            Deployments = deployments.Length,
        };
    }

    private static string? Same(JsonElement[] deployments, Func<JsonElement, string?> read)
    {
        string?[] values = [.. deployments.Select(read).Distinct()];
        return values.Length == 1 ? values[0] : null;
    }

    private static bool? All(JsonElement[] deployments, string name)
    {
        bool?[] values = [.. deployments.Select(d => d.FindFlag(name))];
        return values.Contains(false) ? false : values.Contains(null) ? null : true;
    }
}
