using System.Collections.Immutable;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Routing;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Variables;

namespace AgentCore.LiteLlm.Planning;

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
            blueprint.Model.KeyVariable,
            .. blueprint.Model.HeaderVariables.Values,
            blueprint.Gateway?.TokenVariable,
            .. blueprint.MultiAgent?.Nodes.SelectMany(n => n.A2aHeaderVariables.Values) ?? [],
            langfuse?.SecretKeyVariable,
            langfuse?.PublicKeyVariable,
        ];
        return names.OfType<string>().Where(n => n.Length > 0).Distinct(StringComparer.Ordinal);
    }

    /// <summary>Finds what they hold, as far as it is secret: a header such as <c>cf-aig-cache-ttl: 3600</c> is none.</summary>
    /// <param name="model">The resolved model.</param>
    /// <param name="variables">Where they are looked up.</param>
    /// <returns>The secrets.</returns>
    public static ImmutableArray<Secret> ValuesOf(ResolvedModel model, IVariables variables)
    {
        ILookup<string, string> headers = model.Blueprint.Model.HeaderVariables.ToLookup(h => h.Value, h => h.Key, StringComparer.Ordinal);
        return
        [
            .. from name in Of(model)
               let value = variables.Find(name)?.Trim()
               where !string.IsNullOrEmpty(value)
               let secret = new Secret(value)
               where !headers.Contains(name) || headers[name].Any(h => new SecretHeader(h, secret).IsConfidential)
               select secret,
        ];
    }
}
