using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Headers;
using AgentCore.LiteLlm.Keys;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Yaml;

namespace AgentCore.LiteLlm.Blueprints.Reading;

/// <summary>The keys of the <c>model</c> block.</summary>
internal static class ModelKeys
{
    public static readonly ChoiceKey Provider = new(
        "provider", "Who answers. Absent means bedrock, as in the framework; this module calls litellm only.", "bedrock", "anthropic", "litellm", "vertex")
    {
        Instead = "Write 'litellm': it stands for any OpenAI-compatible endpoint, which 'base_url' names; the model's vendor is part of 'model_id'.",
    };

    public static readonly TextKey ModelId =
        new("model_id", "The model's name, passed on unchanged. ${VAR} and ${VAR:-default} stand for environment variables.")
        {
            IsRequired = true,
            Form = TextForm.Template,
            Example = "claude-sonnet-4-6",
        };

    public static readonly NumberKey Temperature = new(
        "temperature", "The sampling temperature, 0 to 2. The Python loader takes 0 to 1 and refuses more.", 0, 2)
    { IsRequired = true, Example = "0.3" };

    public static readonly IntegerKey MaxTokens = new("max_tokens", "The most tokens an answer may have.", 1) { IsRequired = true, Example = "4096" };

    public static readonly TextKey BaseUrl = new(
        "base_url",
        "The address of the OpenAI-compatible endpoint. With it every request goes there, whatever the model's name; without it the name decides. Takes ${VAR} "
            + "too. LiteLLM only.")
    { IsNullable = true, Form = TextForm.Template, Example = "https://your-litellm-proxy.example.com" };

    public static readonly ChoiceKey Api = new(
        "api",
        "Which API the model is asked by: auto asks chat completions, and /responses where the endpoint says that the model needs it; chat and responses ask "
            + "that one only. LiteLLM only.",
        "auto", "chat", "responses");

    public static readonly TextKey ApiKeyEnv = new("api_key_env", "The name of the environment variable that holds the API key. Never the key itself.")
    {
        IsNullable = true,
        Form = TextForm.VariableName,
        Example = "LITELLM_API_KEY",
    };

    public static readonly TextMapKey ExtraHeadersEnv = new(
        "extra_headers_env",
        "HTTP headers to send with every request: each header's name with the name of the environment variable that holds its value. Headers whose variable is "
            + "unset or empty are left out. LiteLLM only.")
    { IsNullable = true, Form = TextForm.VariableName, IgnoresCase = true };

    public static readonly OneOrManyKey Fallbacks = new(
        "fallbacks",
        "Models to ask, in order, where this one does not answer: at its limit, out of reach, not found, too small for the conversation. They are reached as "
            + "model_id is, and take ${VAR} too.")
    { Form = TextForm.Template, IsOrdered = true };

    public static readonly TextKey CachePrompt = new(
        "cache_prompt",
        "Whether the endpoint is asked to keep the system message and the conversation in its cache: default, 5m, 1h or a key asks, none does not. For Claude, "
            + "behind a LiteLLM proxy or OpenRouter.")
    {
        IsNullable = true,
        Default = null,
    };

    public static readonly TextKey CacheTools = new("cache_tools", "Whether it is asked to keep the tools, in the same words.")
    {
        IsNullable = true,
        Default = null,
    };

    public static readonly BlockShape Shape = new(
        [Provider, ModelId, Temperature, MaxTokens, BaseUrl, Api, ApiKeyEnv, ExtraHeadersEnv, CachePrompt, CacheTools, Fallbacks, .. ControlKeys.All]);

    /// <summary>Reads the block.</summary>
    /// <param name="block">The block.</param>
    /// <returns>What it says.</returns>
    public static ModelBlock Read(BlockReader block)
    {
        ModelBlock model = new()
        {
            Provider = (ModelProvider)block.Choice(Provider),
            ModelId = block.RequiredText(ModelId),
            Temperature = block.Number(Temperature),
            MaxTokens = block.Integer(MaxTokens),
            BaseUrl = block.Text(BaseUrl),
            Api = (ModelApi)block.Choice(Api),
            ApiKeyEnv = block.Text(ApiKeyEnv),
            ExtraHeadersEnv = block.Map(ExtraHeadersEnv, CheckHeader),
            CachePrompt = block.Text(CachePrompt),
            CacheTools = block.Text(CacheTools),
            Fallbacks = block.OneOrMany(Fallbacks, static text => text),
            Controls = ControlKeys.Read(block),
        };

        if (model.Temperature > 1)
        {
            block.Findings.Warn(
                DiagnosticCodes.TemperatureHigh,
                block.PlaceOf(Temperature),
                "A temperature above 1 is sent as it is, but the Python loader takes 0 to 1 and refuses the file.",
                "Use at most 1 if the blueprint must load there too.");
        }

        return model;
    }

    private static void CheckHeader(YamlScalar name, ValuePath place)
    {
        if (HeaderRules.FindNameProblem(name.Value) is { } problem)
        {
            AddHeader(DiagnosticCodes.HeaderNameInvalid, $"The header name '{SecretShapes.Excerpt(name.Value)}' {problem}", null);
        }
        else if (HeaderRules.IsReserved(name.Value))
        {
            AddHeader(DiagnosticCodes.HeaderReserved, $"The header '{name.Value}' belongs to the transport and cannot be set.", "Delete the line.");
        }
        else if (HeaderRules.IsAuthorization(name.Value) && place.Block.Has(ApiKeyEnv))
        {
            AddHeader(
                DiagnosticCodes.HeaderReserved,
                $"'api_key_env' already fills the header '{name.Value}'.",
                "Keep one of the two: 'api_key_env' for a bearer token, the header for anything else.");
        }
        else if (place.Block.FindSameName(ExtraHeadersEnv, name) is { } first)
        {
            AddHeader(
                DiagnosticCodes.HeaderDuplicate,
                $"The header '{name.Value}' was already written on line {first.Mark.Line}; header names ignore case.",
                "Keep one of the two.");
        }

        void AddHeader(string code, string message, string? suggestion) => place.Block.Findings.Error(code, place.At(name.Mark), message, suggestion);
    }
}
