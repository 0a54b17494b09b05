namespace AgentCore.LiteLlm.Protection;

/// <summary>A piece of personal data that was found in a text, and what was done with it; it does not hold the data.</summary>
/// <param name="Entity">What it is, by Presidio's name.</param>
/// <param name="Action">What was done.</param>
/// <param name="Start">Where it begins in the text that was given, in UTF-16 code units from 0.</param>
/// <param name="Length">How long it is there.</param>
/// <param name="Score">How sure the detector is, above 0, up to 1; 1 for a value that was replaced before and is known by that.</param>
/// <param name="Replacement">What stands in its place; null when it stays.</param>
public sealed record ProtectedFinding(string Entity, ProtectionAction Action, int Start, int Length, double Score, string? Replacement);
