using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Secrets;

/// <summary>Takes the secrets of one call out of every text that leaves the module.</summary>
/// <param name="secrets">The secrets of the call: its key and its header values.</param>
internal sealed class Redactor(ImmutableArray<Secret> secrets)
{
    /// <summary>Gets every way in which any of the secrets can be written.</summary>
    public ImmutableArray<string> Spellings => [.. secrets.SelectMany(s => s.Spellings())];

    /// <summary>Replaces every secret and its encodings by stars.</summary>
    /// <param name="text">The text; null stays null.</param>
    /// <returns>The text without secrets.</returns>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(text))]
    public string? Redact(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return text;
        }

        foreach (Secret secret in secrets)
        {
            text = secret.Conceal(text);
        }

        return text;
    }
}
