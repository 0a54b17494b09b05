namespace AgentCore.LiteLlm.Secrets;

/// <summary>A request header whose value is a secret.</summary>
/// <param name="Name">The header's name.</param>
/// <param name="Value">The value.</param>
/// <param name="Scheme">What stands before the value on the wire, such as <c>Bearer</c> and a blank; empty when nothing does.</param>
public sealed record SecretHeader(string Name, Secret Value, string Scheme = "")
{
    private static readonly string[] CredentialWords = ["auth", "key", "token", "secret", "password", "cookie", "credential", "signature", "client-id"];

    /// <summary>
    /// Gets a value indicating whether the value is taken out of what comes back. A header such as <c>cf-aig-cache-ttl: 3600</c> holds no
    /// secret, and starring 3600 out would falsify answers.
    /// </summary>
    internal bool IsConfidential => IsCredential || Value.LooksRandom;

    /// <summary>Gets a value indicating whether the header says by its name that it tells who calls.</summary>
    internal bool IsCredential => Array.Exists(CredentialWords, word => Name.Contains(word, StringComparison.OrdinalIgnoreCase));
}
