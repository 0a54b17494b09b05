using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Providers;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Variables;

namespace AgentCore.LiteLlm.Blueprints.Rules;

/// <summary>The rules about Cloudflare AI Gateway, whose addresses each serve some models and not others.</summary>
internal static class CloudflareRules
{
    private const string Host = "gateway.ai.cloudflare.com";

    /// <summary>Checks the address against the model.</summary>
    /// <param name="scope">The blueprint.</param>
    public static void Check(RuleScope scope)
    {
        ModelBlock model = scope.Blueprint.Model;
        if (model.Provider != ModelProvider.LiteLlm || model.BaseUrl is not { } written || !scope.IsSound("model.base_url") || !scope.IsSound("model.model_id")
            || NoVariables.Expand(written) is not { } text || !text.Contains(Host, StringComparison.OrdinalIgnoreCase)
            || !Uri.TryCreate(text, UriKind.Absolute, out Uri? address) || !string.Equals(address.Host, Host, StringComparison.OrdinalIgnoreCase)
            || NoVariables.Expand(model.ModelId) is not { Length: > 0 } name)
        {
            return;
        }

        if (FindProblem(address.AbsolutePath.Trim('/').Split('/'), name) is not (string message, string suggestion))
        {
            return;
        }

        // An address that still has its placeholders is an example to fill in, as on the framework's page: nothing is called by it.
        if (text.Contains("YOUR_", StringComparison.Ordinal))
        {
            scope.Tell(DiagnosticCodes.CloudflareMismatch, "model.base_url", "model.base_url", message, suggestion);
        }
        else
        {
            scope.Warn(DiagnosticCodes.CloudflareMismatch, "model.base_url", message, suggestion);
        }
    }

    // The path is v1/<account>/<gateway>/<upstream>.
    private static (string Message, string Suggestion)? FindProblem(string[] path, string name)
    {
        string shown = SecretShapes.Excerpt(name);
        switch (path.Length > 3 ? path[3] : "")
        {
            case "":
                return (
                    "The address names a gateway and no upstream, so it serves no chat completions.",
                    "End it in '/compat', and write the model as 'provider/model'.");
            case "compat":
                return name.Contains('/', StringComparison.Ordinal)
                    ? null
                    : (
                        $"'/compat' takes names such as 'anthropic/claude-sonnet-4-6', and '{shown}' says no provider.",
                        "Put the provider and a slash before the model's name.");
            case "openai":
                return ModelRoute.Find(name) is { Provider.Prefix: not "openai" } route
                    ? (
                        $"'/openai' reaches OpenAI's models only, and '{shown}' is one of '{route.Provider.Prefix}'.",
                        route.ModelId == name
                            ? $"End the address in '/compat', and write '{route.Provider.Prefix}/' before the model's name."
                            : "End the address in '/compat', which takes such names.")
                    : null;
            case "anthropic" when path.Length == 4:
                return (
                    "'/anthropic' speaks Anthropic's own protocol, not chat completions.",
                    "End the address in '/compat', and write the model as 'anthropic/...'.");
            default:
                return null;
        }
    }
}
