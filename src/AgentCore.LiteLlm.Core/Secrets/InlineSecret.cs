namespace AgentCore.LiteLlm.Secrets;

/// <summary>A credential that stands in a text where none should.</summary>
/// <param name="Start">Where it begins, from 0.</param>
/// <param name="Length">How many characters it has.</param>
/// <param name="Kind">What it seems to be, as it reads after 'looks like'.</param>
internal readonly record struct InlineSecret(int Start, int Length, string Kind);
