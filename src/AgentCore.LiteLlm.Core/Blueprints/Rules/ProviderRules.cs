using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Variables;

namespace AgentCore.LiteLlm.Blueprints.Rules;

/// <summary>The rules about settings that the model's provider does not know, or that the model itself refuses.</summary>
internal static class ProviderRules
{
    private const string Provider = "model.provider";

    // These take a vendor's prefix as part of the name.
    private static readonly string[] HostsWithVendors = ["openrouter.ai", "gateway.ai.cloudflare.com", "api.cloudflare.com"];

    /// <summary>Checks the settings.</summary>
    /// <param name="scope">The blueprint.</param>
    public static void Check(RuleScope scope)
    {
        ModelBlock model = scope.Blueprint.Model;
        if (!scope.Has("model") || !scope.IsSound(Provider))
        {
            return;
        }

        string provider = Name(model.Provider);
        string who = scope.Has(Provider) ? $"the provider '{provider}'" : $"the provider '{provider}', the default where 'provider' is absent,";
        CheckAddress(scope, model, who);
        CheckCaches(scope, model, who);
        CheckModel(scope, model);
        CheckApi(scope, model);
        if (scope.Blueprint.Thinking is { Enabled: true }
            && scope.IsSound("thinking.enabled")
            && model.Provider is not (ModelProvider.Bedrock or ModelProvider.LiteLlm))
        {
            Ignored(scope, "thinking", who, "Ask for reasoning in the proxy's settings of the model, or delete the block.");
        }
    }

    /// <summary>Writes a provider as a blueprint does.</summary>
    /// <param name="provider">The provider.</param>
    /// <returns>The word.</returns>
    public static string Name(ModelProvider provider) => provider.ToString().ToLowerInvariant();

    private static void CheckAddress(RuleScope scope, ModelBlock model, string who)
    {
        if (model.Provider == ModelProvider.LiteLlm)
        {
            return;
        }

        foreach (string key in (string[])["base_url", "api", "extra_headers_env"])
        {
            if (scope.Has($"model.{key}"))
            {
                Ignored(scope, $"model.{key}", who, "Write 'provider: litellm' to use it, or delete it.");
            }
        }

        foreach (string key in model.Controls.FindKeys())
        {
            Ignored(scope, $"model.{key}", who, "Write 'provider: litellm' to use it, or delete it.");
        }

        if (model is { ApiKeyEnv: not null, Provider: not ModelProvider.Anthropic })
        {
            Ignored(scope, "model.api_key_env", who, "It takes the credentials of its cloud; write 'provider: litellm' to use a key, or delete the line.");
        }
    }

    private static void CheckApi(RuleScope scope, ModelBlock model)
    {
        if (model is not { Provider: ModelProvider.LiteLlm, Api: ModelApi.Responses })
        {
            return;
        }

        foreach (string key in model.Controls.FindKeys().Where(ModelControls.IsOfChatOnly))
        {
            scope.Warn(
                DiagnosticCodes.SettingIgnored,
                $"model.{key}",
                $"'model.{key}' has no effect: the API '/responses', which 'model.api' asks for, does not know it.",
                "Delete the line, or write 'api: chat'.");
        }

        if (model.MaxTokens < ModelControls.LeastResponseTokens && scope.IsSound("model.max_tokens"))
        {
            scope.Warn(
                DiagnosticCodes.SettingIgnored, "model.max_tokens",
                $"The API '/responses', which 'model.api' asks for, takes no limit below {ModelControls.LeastResponseTokens} tokens; that is what is sent.",
                $"Write at least {ModelControls.LeastResponseTokens}.");
        }
    }

    private static void CheckCaches(RuleScope scope, ModelBlock model, string who)
    {
        if (model.Provider is ModelProvider.Bedrock or ModelProvider.LiteLlm)
        {
            return;
        }

        foreach ((string path, string? value) in ((string, string?)[])[("model.cache_prompt", model.CachePrompt), ("model.cache_tools", model.CacheTools)])
        {
            // 'none' asks for what happens anyway.
            if (value is not (null or "none"))
            {
                Ignored(
                    scope, path, who,
                    "Only Bedrock has it. Let the proxy cache instead: LiteLLM's 'cache_control_injection_points' marks prompts for models that can.");
            }
        }
    }

    private static void CheckModel(RuleScope scope, ModelBlock model)
    {
        if (!scope.IsSound("model.model_id") || NoVariables.Expand(model.ModelId) is not { Length: > 0 } name)
        {
            return;
        }

        string shown = SecretShapes.Excerpt(name);
        if (HasFixedTemperature(name) && model.Temperature is { } temperature && temperature is < 1 or > 1 && scope.IsSound("model.temperature"))
        {
            scope.Warn(
                DiagnosticCodes.TemperatureFixed,
                "model.temperature",
                $"'{shown}' is a reasoning model, which takes no temperature but 1: the Python loader refuses the call, and this module sends it again without "
                    + "one.",
                "Write 'temperature: 1'.");
        }

        if (model.Provider == ModelProvider.LiteLlm
            && name.StartsWith("openai/", StringComparison.Ordinal)
            && model.BaseUrl is { Length: > 0 } address
            && !TakesVendors(address))
        {
            scope.Warn(
                DiagnosticCodes.ModelPrefixed,
                "model.model_id",
                "With 'base_url' set no prefix is needed, and none is taken off: the endpoint must know the model by the whole name, 'openai/' included.",
                $"Write '{SecretShapes.Excerpt(name["openai/".Length..])}', unless the endpoint lists the model with the prefix.");
        }
    }

    private static bool TakesVendors(string address) =>
        Uri.TryCreate(NoVariables.Expand(address), UriKind.Absolute, out Uri? uri) && HostsWithVendors.Contains(uri.Host, StringComparer.OrdinalIgnoreCase);

    // o1, o3 and o4 with their variants; gpt-5 but not gpt-5-chat, and not gpt-5.1 and later, which take one while they do not reason.
    private static bool HasFixedTemperature(string name)
    {
        ReadOnlySpan<char> bare = name.AsSpan(name.LastIndexOf('/') + 1);
        if (bare is ['o', '1' or '3' or '4', ..])
        {
            return bare.Length == 2 || bare[2] == '-';
        }

        return bare.StartsWith("gpt-5", StringComparison.Ordinal)
            && (bare.Length == 5 || (bare[5] == '-' && !bare[5..].StartsWith("-chat", StringComparison.Ordinal)));
    }

    private static void Ignored(RuleScope scope, string path, string who, string instead) =>
        scope.Warn(DiagnosticCodes.SettingIgnored, path, $"'{path}' has no effect: {who} does not know it.", instead);
}
