namespace AgentCore.LiteLlm.Policies.Cedar;

/// <summary>One word, sign, number or text of a condition.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">How it is written; the content of a text between its quotes, escapes and all.</param>
/// <param name="Offset">Where it begins, from 0.</param>
internal readonly record struct CedarToken(CedarTokenKind Kind, string Text, int Offset);
