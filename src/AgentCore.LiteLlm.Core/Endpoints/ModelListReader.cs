using System.Collections.Immutable;
using System.Text.Json;
using AgentCore.LiteLlm.Json;

namespace AgentCore.LiteLlm.Endpoints;

/// <summary>Reads the list of models as OpenAI writes it, with what OpenRouter, vLLM, llama.cpp and Mistral add.</summary>
internal static class ModelListReader
{
    // What LiteLLM's proxy gives for every model, and OpenAI once for its oldest.
    private const long NoDate = 1677610602;

    /// <summary>Reads a list.</summary>
    /// <param name="answer">The answer with the list.</param>
    /// <param name="baseUrl">The endpoint's base URL.</param>
    /// <returns>The models; null when the answer is no list of models.</returns>
    public static ImmutableArray<AgentModelInfo>? Find(EndpointAnswer answer, Uri baseUrl)
    {
        using JsonDocument? json = answer.FindJson();
        if (json is null)
        {
            return null;
        }

        JsonElement? list = json.RootElement.ValueKind == JsonValueKind.Array ? json.RootElement : json.RootElement.FindList("data");
        if (list is not { } entries)
        {
            return null;
        }

        ModelFacts facts = new(answer.Redactor);
        string address = baseUrl.AbsoluteUri.TrimEnd('/');
        return [.. entries.EnumerateArray().Select(e => FindModel(e, facts, address)).OfType<AgentModelInfo>()];
    }

    /// <summary>Says whether a list has the one date that LiteLLM's proxy gives every model.</summary>
    public static bool IsOfLiteLlm(EndpointAnswer answer)
    {
        using JsonDocument? json = answer.FindJson();
        return json?.RootElement.FindList("data") is { } list
            && list.GetArrayLength() > 0
            && list.EnumerateArray().All(e => ModelFacts.Count(e, "created") == NoDate);
    }

    private static AgentModelInfo? FindModel(JsonElement entry, ModelFacts facts, string baseUrl)
    {
        if (facts.Text(entry, "id") is not { } id)
        {
            return null;
        }

        JsonElement? pricing = entry.Find("pricing");
        JsonElement? capabilities = entry.Find("capabilities");
        return new AgentModelInfo
        {
            Id = id,
            OwnedBy = facts.Text(entry, "owned_by"),
            Created = ModelFacts.Count(entry, "created") is { } seconds and not NoDate && seconds < DateTimeOffset.MaxValue.ToUnixTimeSeconds()
                ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                : null,
            MaxInputTokens = ModelFacts.Count(entry, "max_model_len", "context_length", "max_context_length", "context_window")
                ?? ModelFacts.Count(entry.Find("meta"), "n_ctx_train"),
            MaxOutputTokens = ModelFacts.Count(entry.Find("top_provider"), "max_completion_tokens"),
            InputCostPerToken = ModelFacts.Price(pricing, "prompt"),
            OutputCostPerToken = ModelFacts.Price(pricing, "completion"),
            SupportsTools = capabilities?.FindFlag("function_calling"),
            SupportsVision = capabilities?.FindFlag("vision"),
            BaseUrl = baseUrl,
        };
    }
}
