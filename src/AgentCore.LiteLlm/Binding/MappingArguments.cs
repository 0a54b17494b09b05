using System.Management.Automation;
using System.Security;
using AgentCore.LiteLlm.Batches;
using AgentCore.LiteLlm.Pipeline;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Variables;

namespace AgentCore.LiteLlm.Binding;

/// <summary>Turns what PowerShell binds into the key of a mapping.</summary>
internal static class MappingArguments
{
    /// <summary>Reads the key.</summary>
    /// <param name="key">The key itself.</param>
    /// <param name="variable">The name of the environment variable that holds it.</param>
    /// <param name="error">Why there is none, though one was given.</param>
    /// <returns>The key; null when neither was given.</returns>
    public static Secret? ReadKey(SecureString? key, string? variable, out ErrorRecord? error)
    {
        error = null;
        if (key is null && variable is null)
        {
            return null;
        }

        if (key is not null && variable is not null)
        {
            error = ErrorRecords.MappingKeyInvalid("Give -MappingKey or -MappingKeyVariable, not both.");
            return null;
        }

        string source = variable is null ? "-MappingKey" : $"the environment variable '{SecretShapes.Excerpt(variable)}'";
        Secret? secret = variable is null
            ? SecretArguments.ToSecret(key)
            : new ProcessVariables().Find(variable)?.Trim() is { Length: > 0 } text ? new Secret(text) : null;
        if (secret is null || secret.Length < MappingFile.ShortestKey)
        {
            error = ErrorRecords.MappingKeyInvalid(
                secret is null
                    ? $"The key of the mapping is empty: {source} holds none."
                    : $"The key of the mapping, from {source}, is too short: it needs at least {MappingFile.ShortestKey} characters.");
            return null;
        }

        return secret;
    }
}
