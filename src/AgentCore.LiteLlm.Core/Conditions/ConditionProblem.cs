namespace AgentCore.LiteLlm.Conditions;

/// <summary>Why a text is no condition.</summary>
/// <param name="Offset">Where in the text, from 0.</param>
/// <param name="Message">What is wrong, without the end of the sentence.</param>
/// <param name="Suggestion">What to write.</param>
internal sealed record ConditionProblem(int Offset, string Message, string Suggestion);
