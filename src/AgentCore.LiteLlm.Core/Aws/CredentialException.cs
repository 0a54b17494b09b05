namespace AgentCore.LiteLlm.Aws;

/// <summary>There are no AWS credentials to sign with.</summary>
/// <param name="message">Why, as the rest of a sentence.</param>
/// <param name="cause">The failure beneath, where there is one.</param>
public sealed class CredentialException(string message, Exception? cause = null) : Exception(message, cause);
