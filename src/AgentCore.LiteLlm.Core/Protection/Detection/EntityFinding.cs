namespace AgentCore.LiteLlm.Protection.Detection;

/// <summary>A piece of personal data in a text; it says where, never what.</summary>
/// <param name="Entity">What it is, by Presidio's name, such as <c>EMAIL_ADDRESS</c>.</param>
/// <param name="Start">Where it begins, in UTF-16 code units from 0.</param>
/// <param name="Length">How long it is, in UTF-16 code units.</param>
/// <param name="Score">How sure the detector is, above 0, up to 1.</param>
internal sealed record EntityFinding(string Entity, int Start, int Length, double Score);
