using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Providers;

/// <summary>What a LiteLLM provider prefix stands for.</summary>
/// <param name="Prefix">The prefix, such as <c>groq</c>.</param>
/// <param name="BaseUrl">The provider's OpenAI-compatible base URL; null when there is none to call directly.</param>
/// <param name="KeyVariables">The variables its key is looked for in, in order.</param>
/// <param name="Obstacle">Why it cannot be called without a base URL; empty when it can.</param>
internal sealed record ProviderEntry(string Prefix, Uri? BaseUrl, ImmutableArray<string> KeyVariables, string Obstacle);
