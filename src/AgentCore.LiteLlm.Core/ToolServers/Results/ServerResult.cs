using System.Collections.Immutable;

namespace AgentCore.LiteLlm.ToolServers.Results;

/// <summary>What a model is told of a server's result.</summary>
/// <param name="Text">The text, with a placeholder for what is none.</param>
/// <param name="IsError">Whether the server says that the tool failed.</param>
/// <param name="Images">The pictures that go with it, as <c>data:</c> addresses.</param>
internal sealed record ServerResult(string Text, bool IsError, ImmutableArray<string> Images);
