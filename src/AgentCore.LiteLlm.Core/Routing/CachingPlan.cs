using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Providers;

namespace AgentCore.LiteLlm.Routing;

/// <summary>What of <c>cache_prompt</c> and <c>cache_tools</c> an endpoint can be asked for.</summary>
internal static class CachingPlan
{
    // What in a name is known to cache without marks, or not at all.
    private static readonly string[] Unmarked = ["gpt-", "grok", "deepseek", "mistral", "llama", "command"];

    /// <summary>Makes the plan, and says so where a setting has no effect.</summary>
    /// <param name="block">The <c>model</c> block.</param>
    /// <param name="address">The base URL.</param>
    /// <param name="model">The model's name.</param>
    /// <param name="findings">Where findings go; null where they are said already.</param>
    /// <returns>What is marked; null for nothing.</returns>
    public static PromptCaching? Find(ModelBlock block, Uri address, string model, Findings? findings)
    {
        (bool prompt, bool tools) = (IsOn(block.CachePrompt), IsOn(block.CacheTools));
        if (!prompt && !tools)
        {
            return null;
        }

        if (FindObstacle(block, address, model) is { } obstacle)
        {
            findings?.Warn(
                DiagnosticCodes.SettingIgnored, prompt ? "model.cache_prompt" : "model.cache_tools",
                $"no 'cache_control' is sent: {obstacle}.", "Delete the line; 'prompt_cache_key' helps OpenAI's own cache.");
            return null;
        }

        string? time = new[] { block.CachePrompt, block.CacheTools }.FirstOrDefault(v => v is "5m" or "1h");
        return new PromptCaching { Prompt = prompt, Tools = tools, TimeToLive = time };
    }

    private static string? FindObstacle(ModelBlock block, Uri address, string model) =>
        block.Api == ModelApi.Responses ? "the API '/responses', which 'model.api' asks for, does not know it"
        : block.Controls.ExtraBody.Any(m => m.Key == "cache_control_injection_points") ? "'extra_body' says itself what is marked"
        : KnownHosts.IsOfProvider(address) && !address.Host.EndsWith("openrouter.ai", StringComparison.OrdinalIgnoreCase)
            ? $"{address.Host} does not read it, and caches by itself or not at all"
        : Array.Exists(Unmarked, u => model.Contains(u, StringComparison.OrdinalIgnoreCase)) ? "such a model caches by itself or not at all"
        : null;

    private static bool IsOn(string? value) => value is not (null or "" or "none");
}
