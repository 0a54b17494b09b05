namespace AgentCore.LiteLlm.Policies.Cedar;

/// <summary>Why a condition cannot be judged.</summary>
/// <param name="Message">What is wrong with it, as part of a sentence.</param>
/// <param name="Offset">Where in its text, from 0.</param>
/// <param name="IsForeign">Whether it is something that Cedar has and this reader does not judge; otherwise it is no Cedar.</param>
internal sealed record CedarProblem(string Message, int Offset, bool IsForeign);
