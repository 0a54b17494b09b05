namespace AgentCore.LiteLlm.Providers;

/// <summary>What is known of an address because of whose it is. Of a proxy's address nothing is.</summary>
internal static class KnownHosts
{
    /// <summary>The most tools that one request to OpenAI may offer, by its schema.</summary>
    public const int MostToolsOfOpenAI = 128;

    private static readonly string[] OfAzure = [".openai.azure.com", ".cognitiveservices.azure.com", ".services.ai.azure.com"];

    /// <summary>Says whether an address is OpenAI's own, or one that Azure serves its models at.</summary>
    public static bool IsOfOpenAI(Uri address) => EndsWith(address, ".openai.com") || Array.Exists(OfAzure, a => EndsWith(address, a));

    /// <summary>Says whether an address is one of a model's provider, so that no gateway stands before it.</summary>
    public static bool IsOfProvider(Uri address) => !address.IsLoopback && (IsOfOpenAI(address) || ProviderTable.HasHost(address.Host));

    private static bool EndsWith(Uri address, string end) => address.Host.EndsWith(end, StringComparison.OrdinalIgnoreCase);
}
