namespace AgentCore.LiteLlm.Secrets;

/// <summary>A request header whose value is a secret.</summary>
/// <param name="Name">The header's name.</param>
/// <param name="Value">The value.</param>
/// <param name="Scheme">What stands before the value on the wire, such as <c>Bearer</c> and a blank; empty when nothing does.</param>
public sealed record SecretHeader(string Name, Secret Value, string Scheme = "");
