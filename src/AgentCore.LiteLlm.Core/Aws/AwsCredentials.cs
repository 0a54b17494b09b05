using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Aws;

/// <summary>What proves to AWS who calls.</summary>
/// <param name="AccessKeyId">The id of the key, which every request names.</param>
/// <param name="SecretAccessKey">The key.</param>
/// <param name="SessionToken">What belongs to a temporary key; null for a lasting one.</param>
internal sealed record AwsCredentials(string AccessKeyId, Secret SecretAccessKey, Secret? SessionToken = null);
