using System.Collections.Immutable;
using System.Globalization;

namespace AgentCore.LiteLlm.Blueprints;

/// <summary>What a new blueprint shall say. What nobody chose is what works with a LiteLLM proxy on this machine.</summary>
internal sealed record BlueprintDraft
{
    /// <summary>Gets the agent's id.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the agent's name for people.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the name of the system prompt.</summary>
    public required string PromptRef { get; init; }

    /// <summary>Gets what the agent does; empty leaves the key out.</summary>
    public string Description { get; init; } = "";

    /// <summary>Gets the model's name.</summary>
    public string ModelId { get; init; } = "claude-sonnet-4-6";

    /// <summary>Gets the sampling temperature.</summary>
    public double Temperature { get; init; } = 0.3;

    /// <summary>Gets the most tokens an answer may have.</summary>
    public int MaxTokens { get; init; } = 4096;

    /// <summary>Gets the address of the endpoint; empty leaves the key out, and the model's name decides.</summary>
    public string BaseUrl { get; init; } = "http://localhost:4000";

    /// <summary>Gets the name of the environment variable that holds the key; null leaves the key out, for servers that want none.</summary>
    public string? ApiKeyEnv { get; init; }

    /// <summary>Gets the headers to send, each with the name of the environment variable that holds its value; they are written in this order.</summary>
    public ImmutableArray<KeyValuePair<string, string>> ExtraHeadersEnv { get; init; } = [];

    /// <summary>Gets where editors find the schema: an address, or a path from the blueprint's folder.</summary>
    public string Schema { get; init; } = BlueprintSchema.FileName;

    /// <summary>Makes a draft from what was given, the rest named after the file.</summary>
    /// <param name="path">The file that the blueprint will be.</param>
    /// <param name="id">The agent's id; null for the name of the file.</param>
    /// <param name="name">The agent's name; null for the id in words.</param>
    /// <param name="promptRef">The name of the system prompt; null for one after the id.</param>
    /// <returns>The draft.</returns>
    public static BlueprintDraft For(string path, string? id = null, string? name = null, string? promptRef = null)
    {
        string chosen = id ?? Path.GetFileNameWithoutExtension(path);
        string words = string.Join(' ', chosen.Split(['-', '_', '.', ' '], StringSplitOptions.RemoveEmptyEntries));
        return new BlueprintDraft
        {
            Id = chosen,
            Name = name ?? (words.Length == 0 ? chosen : CultureInfo.InvariantCulture.TextInfo.ToTitleCase(words)),
            PromptRef = promptRef ?? PromptReference.ToName(chosen) + "-system",
        };
    }
}
