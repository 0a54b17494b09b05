using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Routing;

namespace AgentCore.LiteLlm.Secrets;

/// <summary>Names the environment variables that hold an agent's secrets.</summary>
internal static class SecretVariables
{
    /// <summary>Finds them.</summary>
    /// <param name="model">The resolved model, which knows its blueprint.</param>
    /// <returns>Every variable that the key, a header, a token or the tracing's keys come from.</returns>
    public static IEnumerable<string> Of(ResolvedModel model)
    {
        AgentBlueprint blueprint = model.Blueprint;
        LangfuseBlock? langfuse = blueprint.Observability?.Langfuse;
        string?[] names =
        [
            model.ApiKeyVariable,
            blueprint.Model.ApiKeyEnv,
            .. blueprint.Model.ExtraHeadersEnv.Values,
            blueprint.Gateway?.JwtEnvVar,
            langfuse?.SecretKeyEnv,
            langfuse?.PublicKeyEnv,
        ];
        return names.OfType<string>().Where(n => n.Length > 0).Distinct(StringComparer.Ordinal);
    }
}
