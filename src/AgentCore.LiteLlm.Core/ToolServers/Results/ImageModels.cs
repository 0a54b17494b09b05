namespace AgentCore.LiteLlm.ToolServers.Results;

/// <summary>Says which models see pictures, by the families that are known to: any other gets a placeholder, which no endpoint refuses.</summary>
internal static class ImageModels
{
    private static readonly string[] Families =
    [
        "gpt-4o", "gpt-4.1", "gpt-4-turbo", "gpt-5", "o1", "o3", "o4", "chatgpt-4o", "claude-", "gemini-", "pixtral", "llama-4", "gemma-3", "grok-4",
    ];

    // Of those families, the ones that read text only.
    private static readonly string[] Blind = ["o1-mini", "o1-preview", "o3-mini", "claude-2", "claude-instant", "gemini-1.0-pro"];

    /// <summary>Says whether a model sees pictures.</summary>
    /// <param name="model">The model as it goes on the wire, with whatever prefixes.</param>
    /// <returns>True when it is known to.</returns>
    public static bool See(string model)
    {
        string name = model[(model.LastIndexOf('/') + 1)..];
        return Begins(Families, name) && !Begins(Blind, name);
    }

    private static bool Begins(string[] beginnings, string name) => Array.Exists(beginnings, b => name.StartsWith(b, StringComparison.OrdinalIgnoreCase));
}
