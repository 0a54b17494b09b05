using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Headers;
using AgentCore.LiteLlm.Providers;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Variables;

namespace AgentCore.LiteLlm.Routing;

/// <summary>Finds the key of a call: the caller's, else that of the named variable, else that of the provider's own.</summary>
/// <param name="findings">Where findings go.</param>
/// <param name="origins">Where the key's origin is noted.</param>
internal sealed class KeyResolver(Findings findings, IDictionary<string, string> origins)
{
    /// <summary>What to do when the place of a variable's name seems to hold the key itself.</summary>
    public const string NameAdvice =
        "Write the name of a variable in 'api_key_env', and the key into that variable. A key that stood in a file should be revoked.";

    private const string Path = "model.api_key_env";

    /// <summary>Reads the key.</summary>
    /// <param name="variable">The variable that the blueprint names; null when it names none.</param>
    /// <param name="overrides">What the caller sets instead.</param>
    /// <param name="provider">The provider that the model's name leads to; null when <c>base_url</c> is set.</param>
    /// <param name="variables">Where values of variables come from.</param>
    /// <returns>The variable, null when the key comes from none, and the key as a header, null when there is none that can be sent.</returns>
    public (string? Variable, SecretHeader? Key) Read(string? variable, ModelOverrides overrides, ProviderEntry? provider, IVariables variables)
    {
        if (overrides.ApiKey is not null)
        {
            origins["ApiKey"] = ModelOverrides.Origin;
            return (null, Check("what is given as the key", overrides.ApiKey));
        }

        string origin = findings.Name(Path);
        bool bringsOwn = overrides.Headers.Any(h => HeaderRules.IsAuthorization(h.Name));
        if (variable is null && !bringsOwn && provider is { KeyVariables.Length: > 0 })
        {
            variable = provider.KeyVariables.FirstOrDefault(v => !string.IsNullOrWhiteSpace(variables.Find(v))) ?? provider.KeyVariables[0];
            origin = $"provider table: {provider.Prefix}";
        }

        if (variable is null)
        {
            return (null, null);
        }

        string? value = variables.Find(variable)?.Trim();
        if (string.IsNullOrEmpty(value))
        {
            // What names no variable may be the key itself.
            string shown = VariableNames.Excerpt(variable);
            origins["ApiKey"] = $"{origin}, variable {shown}";
            findings.Warn(
                DiagnosticCodes.ApiKeyNotSet,
                Path,
                $"the environment variable '{shown}', which holds the key, is not set or empty.",
                shown == variable ? $"Set {variable} before the call; nothing is sent without it." : NameAdvice);
            return (shown, null);
        }

        origins["ApiKey"] = $"{origin}, variable {variable}";
        return (variable, Check($"the value of '{variable}'", new Secret(value)));
    }

    private SecretHeader? Check(string name, Secret key)
    {
        if (key.FindKeyProblem() is not { } problem)
        {
            return new SecretHeader("Authorization", key, "Bearer ");
        }

        findings.Error(DiagnosticCodes.ApiKeyInvalid, Path, $"{name} is no key that can be sent: it {problem}");
        return null;
    }
}
