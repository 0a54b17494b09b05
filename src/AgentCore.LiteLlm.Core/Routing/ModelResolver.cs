using System.Collections.Immutable;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Network;
using AgentCore.LiteLlm.Providers;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Variables;

namespace AgentCore.LiteLlm.Routing;

/// <summary>Works out where a blueprint's calls go and with what, without any I/O but reading variables.</summary>
public sealed class ModelResolver
{
    private readonly AgentBlueprint _blueprint;
    private readonly ModelOverrides _overrides;
    private readonly IVariables _variables;
    private readonly Findings _findings;
    private readonly Dictionary<string, string> _origins = [];

    private ModelResolver(AgentBlueprint blueprint, ModelOverrides overrides, IVariables variables)
    {
        _blueprint = blueprint;
        _overrides = overrides;
        _variables = variables;
        _findings = blueprint.StartFindings();
    }

    /// <summary>Resolves a blueprint.</summary>
    /// <param name="blueprint">The blueprint.</param>
    /// <param name="overrides">What the caller sets instead.</param>
    /// <param name="variables">Where values of variables come from.</param>
    /// <param name="strict">Whether every warning is an error, an omitted header included.</param>
    /// <returns>The resolved model and every finding; unusable when one of them is an error.</returns>
    public static Checked<ResolvedModel> Resolve(AgentBlueprint blueprint, ModelOverrides overrides, IVariables variables, bool strict = false)
    {
        Checked<ResolvedModel> result = Resolve(blueprint, overrides, variables, strict ? DiagnosticSeverity.Error : DiagnosticSeverity.Information);
        return strict ? result.Strictly() : result;
    }

    /// <summary>Resolves a blueprint, where only the weight of an omitted header is given.</summary>
    internal static Checked<ResolvedModel> Resolve(AgentBlueprint blueprint, ModelOverrides overrides, IVariables variables, DiagnosticSeverity omitted)
    {
        ModelResolver resolver = new(blueprint, overrides, variables);
        ResolvedModel? model = resolver.Resolve(omitted);
        return resolver._findings.ToChecked(model);
    }

    /// <summary>Says so where the caller sets what the API of the file has no word for.</summary>
    /// <param name="api">The API that the file asks for.</param>
    /// <param name="given">What the caller sets.</param>
    /// <param name="findings">Where the findings go.</param>
    internal static void CheckGiven(ModelApi api, ModelControls given, Findings findings)
    {
        foreach (string name in api == ModelApi.Responses ? given.FindKeys().Where(ModelControls.IsOfChatOnly) : [])
        {
            findings.Warn(
                DiagnosticCodes.SettingIgnored, "model.api",
                $"the '{name}' that the caller sets has no effect: the API '/responses', which 'model.api' asks for, does not know it.",
                "Leave it out, or write 'api: chat'.");
        }
    }

    private ResolvedModel? Resolve(DiagnosticSeverity omitted)
    {
        if (_blueprint.Model.Provider != ModelProvider.LiteLlm)
        {
            _findings.Error(
                DiagnosticCodes.ProviderNotCallable,
                "model.provider",
                $"this module calls 'provider: litellm' only, and the blueprint says '{_blueprint.Model.Provider.ToString().ToLowerInvariant()}' (the default "
                    + "where 'provider' is absent is 'bedrock').",
                "Set 'provider: litellm', with 'base_url' for a proxy that serves the model.");
            return null;
        }

        string? modelId = ReadModelId();
        string? baseUrlText = ReadText("BaseUrl", "model.base_url", _overrides.BaseUrl, _blueprint.Model.BaseUrl);
        Target? target = modelId is null || _findings.HasErrorAt("model.base_url") ? null : FindTarget(modelId, baseUrlText);

        (string? keyVariable, SecretHeader? key) = new KeyResolver(_findings, _origins).Read(
            _blueprint.Model.KeyVariable, _overrides, target?.Provider, _variables);
        HeaderResolver headers = new(_findings, _origins, _overrides.ApiKey is not null || _blueprint.Model.KeyVariable is not null, omitted);
        headers.AddNamed(_blueprint.Model.HeaderVariables, _overrides.Headers, _variables);
        headers.AddGiven(_overrides.Headers);
        if (target is null)
        {
            return null;
        }

        WarnAboutUnencrypted(target.Address, key is not null || headers.Values.Length > 0);
        return ToResult(target, keyVariable, key, headers);
    }

    private ResolvedModel ToResult(Target target, string? keyVariable, SecretHeader? key, HeaderResolver headers)
    {
        ModelBlock block = _blueprint.Model;
        NoteOrigin("Temperature", "model.temperature", _overrides.Temperature is not null, block.Temperature is not null);
        NoteOrigin("MaxTokens", "model.max_tokens", false, block.MaxTokens is not null);
        NoteOrigin("Api", "model.api", false, block.Api != ModelApi.Auto);
        foreach (string name in block.Controls.FindKeys().Union(_overrides.Controls.FindKeys()))
        {
            NoteOrigin(ModelControls.ToProperty(name), $"model.{name}", _overrides.Controls.FindKeys().Contains(name), true);
        }

        CheckGiven(block.Api, _overrides.Controls, _findings);
        ModelReasoning? reasoning = ReasoningTable.Plan(_blueprint, _overrides.Controls.ReasoningEffort, target.Address, target.ModelId);
        if (reasoning is not null)
        {
            string path = block.Controls.ReasoningEffort is not null ? "model.reasoning_effort" : "thinking";
            _origins["Reasoning"] = _overrides.Controls.ReasoningEffort is not null ? ModelOverrides.Origin : _findings.Name(path);
            _findings.Add(
                DiagnosticSeverity.Information, DiagnosticCodes.ReasoningMapped, _findings.PlaceOf(path),
                $"the model is asked to reason by '{reasoning}' ({reasoning.Source}).");
            ReasoningTable.Check(reasoning, _overrides.Temperature ?? block.Temperature, _findings);
        }

        ResolvedModel resolved = new()
        {
            Provider = target.Provider?.Prefix ?? "litellm",
            ModelId = target.ModelId,
            BaseUrl = target.Address.AbsoluteUri.TrimEnd('/'),
            Api = block.Api == ModelApi.Responses ? ModelApi.Responses : ModelApi.Chat,
            ApiReason = block.Api == ModelApi.Auto
                ? "model.api is auto: chat completions, until the endpoint says that the model needs /responses."
                : $"model.api is {block.Api.ToString().ToLowerInvariant()}.",
            Endpoint = (block.Api == ModelApi.Responses
                ? EndpointAddress.ToResponses(target.Address)
                : EndpointAddress.ToChatCompletions(target.Address)).AbsoluteUri,
            CustomLlmProvider = target.Provider is null ? "openai" : null,
            Temperature = _overrides.Temperature ?? block.Temperature,
            MaxTokens = block.MaxTokens,
            Controls = _overrides.Controls.Over(block.Controls),
            Reasoning = reasoning,
            Caching = CachingPlan.Find(block, target.Address, target.ModelId, _findings),
            ApiKeyVariable = keyVariable,
            HasApiKey = key is not null,
            HeaderNames = [.. headers.Values.Select(h => h.Name)],
            OmittedHeaders = headers.Omitted,
            Route = target.Route,
            Origins = _origins,
            Warnings = [.. _findings.ToImmutable().Where(f => f.Severity == DiagnosticSeverity.Warning).Select(f => f.Message)],
            Address = target.Address,
            Blueprint = _blueprint,
            SecretHeaders = key is null ? headers.Values : headers.Values.Insert(0, key),
        };
        return resolved with { Fallbacks = ReadFallbacks(resolved) };
    }

    private ImmutableArray<ResolvedModel> ReadFallbacks(ResolvedModel first)
    {
        ImmutableArray<string> ids = _overrides.Fallbacks;
        if (!ids.IsEmpty)
        {
            _origins["Fallbacks"] = ModelOverrides.Origin;
        }
        else if (!_blueprint.Model.Fallbacks.IsEmpty)
        {
            ids = [.. _blueprint.Model.Fallbacks.Select((id, at) => ReadText("Fallbacks", FallbackResolver.PathOf(at), null, id)).OfType<string>()];
            _origins["Fallbacks"] = _findings.Name(FallbackResolver.Path);
        }

        return FallbackResolver.Resolve(first, ids, _variables, _findings);
    }

    private void NoteOrigin(string property, string path, bool isGiven, bool isWritten)
    {
        if (isGiven || isWritten)
        {
            _origins[property] = isGiven ? ModelOverrides.Origin : _findings.Name(path);
        }
    }

    private string? ReadModelId()
    {
        string? modelId = ReadText("ModelId", "model.model_id", _overrides.ModelId, _blueprint.Model.ModelId);
        if (modelId is null)
        {
            return null;
        }

        if (modelId.Length == 0)
        {
            _findings.Error(DiagnosticCodes.ModelIdEmpty, "model.model_id", "the model's name is empty after its variables were filled in.");
            return null;
        }

        if (modelId.Any(char.IsControl))
        {
            _findings.Error(DiagnosticCodes.ModelIdInvalid, "model.model_id", "the model's name holds a line break or another control character.");
            return null;
        }

        return modelId;
    }

    // What the caller sets is taken as it is; only what the blueprint says is a template.
    private string? ReadText(string property, string path, string? fromCaller, string? fromBlueprint)
    {
        if (fromCaller is not null)
        {
            _origins[property] = ModelOverrides.Origin;
            return fromCaller.Trim();
        }

        if (fromBlueprint is null)
        {
            return null;
        }

        VariableTemplate? template = VariableTemplate.Read(fromBlueprint, out string? problem, out _);
        if (template is null)
        {
            _findings.Error(DiagnosticCodes.TemplateInvalid, path, problem!);
            return null;
        }

        string? text = template.Expand(_variables, out string? missing);
        if (text is null)
        {
            _findings.Error(
                DiagnosticCodes.VariableNotSet,
                path,
                $"the environment variable '{missing}' is not set or empty, and '${{{missing}}}' has no default.",
                $"Set it, or write '${{{missing}:-default}}'.");
            return null;
        }

        string variables = string.Join(", ", template.VariableNames);
        _origins[property] = variables.Length == 0 ? _findings.Name(path) : $"{_findings.Name(path)}, with variable {variables}";
        return text.Trim();
    }

    private Target? FindTarget(string modelId, string? baseUrlText)
    {
        if (!string.IsNullOrEmpty(baseUrlText))
        {
            Checked<Uri> address = EndpointAddress.Read(baseUrlText);
            foreach (Diagnostic found in address.Diagnostics)
            {
                _findings.Error(found.Code, "model.base_url", found.Message, found.Suggestion);
            }

            const string Route = "base_url is set, so every request goes there and the model's name is passed on unchanged (custom_llm_provider = openai).";
            return address.Value is null ? null : new Target(null, modelId, address.Value, Route);
        }

        ModelRoute? route = ModelRoute.Find(modelId);
        if (route is null)
        {
            _findings.Error(
                DiagnosticCodes.ModelNotRoutable,
                "model.model_id",
                "no base_url is set, and the model's name leads to no known provider: LiteLLM knows prefixes such as 'groq/' and a list of exact names.",
                "Set 'base_url' to your proxy, or put the provider's prefix before the name.");
            return null;
        }

        if (route.Provider.BaseUrl is null)
        {
            _findings.Error(
                DiagnosticCodes.ModelNotRoutable,
                "model.model_id",
                $"no base_url is set, and {route.Rule} leads to '{route.Provider.Prefix}', which {route.Provider.Obstacle}.",
                "Set 'base_url' to a proxy that serves this model.");
            return null;
        }

        _origins["BaseUrl"] = $"provider table: {route.Provider.Prefix}";
        return new Target(route.Provider, route.ModelId, route.Provider.BaseUrl, $"no base_url is set, so {route.Rule} decided: {route.Provider.Prefix}.");
    }

    private void WarnAboutUnencrypted(Uri address, bool hasSecrets)
    {
        if (hasSecrets && EndpointAddress.IsUnencrypted(address))
        {
            _findings.Warn(
                DiagnosticCodes.UnencryptedAuthentication,
                "model.base_url",
                "the key or the extra headers would cross the network in clear text.",
                "Use https; calls refuse this, unless they are allowed to send keys in clear text.");
        }
    }

    private sealed record Target(ProviderEntry? Provider, string ModelId, Uri Address, string Route);
}
