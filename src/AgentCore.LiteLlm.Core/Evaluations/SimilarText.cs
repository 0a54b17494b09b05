namespace AgentCore.LiteLlm.Evaluations;

/// <summary>A text that an answer should be like.</summary>
/// <param name="Text">The text.</param>
/// <param name="AtLeast">How alike they must be, from 0 to 1.</param>
internal sealed record SimilarText(string Text, double AtLeast);
