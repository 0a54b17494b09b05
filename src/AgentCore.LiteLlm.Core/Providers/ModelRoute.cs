namespace AgentCore.LiteLlm.Providers;

/// <summary>Which provider a model's name leads to when no base URL is set, and by which rule.</summary>
/// <param name="Provider">The provider.</param>
/// <param name="ModelId">The model as that provider knows it, without LiteLLM's prefix.</param>
/// <param name="Rule">The rule that decided, in words.</param>
internal sealed record ModelRoute(ProviderEntry Provider, string ModelId, string Rule)
{
    // The families of the framework's page; LiteLLM itself knows exact names only, so these come last.
    private static readonly (string Start, string Prefix)[] Families =
    [
        ("claude-", "anthropic"), ("gemini-", "gemini"), ("deepseek-", "deepseek"), ("gpt-", "openai"), ("chatgpt-", "openai"), ("ft:gpt-", "openai"),
    ];

    /// <summary>Finds the route of a name: prefix, then LiteLLM's list of exact names, then family.</summary>
    /// <param name="modelId">The name after expansion.</param>
    /// <returns>The route, or null when no rule knows the name.</returns>
    public static ModelRoute? Find(string modelId)
    {
        int slash = modelId.IndexOf('/', StringComparison.Ordinal);
        if (slash > 0 && ProviderTable.Find(modelId[..slash]) is { } byPrefix)
        {
            return new ModelRoute(byPrefix, modelId[(slash + 1)..], $"the prefix '{byPrefix.Prefix}/' of the model name");
        }

        if (ProviderTable.FindPrefixOf(modelId) is { } listed && ProviderTable.Find(listed) is { } byName)
        {
            return new ModelRoute(byName, modelId, "LiteLLM's list of model names");
        }

        return FindFamily(modelId) is { } family && ProviderTable.Find(family) is { } byFamily
            ? new ModelRoute(byFamily, modelId, "the family of the model name")
            : null;
    }

    private static string? FindFamily(string modelId)
    {
        bool isReasoning = modelId.Length > 1 && modelId[0] == 'o' && char.IsAsciiDigit(modelId[1]);
        return isReasoning ? "openai" : Array.Find(Families, f => modelId.StartsWith(f.Start, StringComparison.Ordinal)).Prefix;
    }
}
