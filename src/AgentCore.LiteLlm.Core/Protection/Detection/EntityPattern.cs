namespace AgentCore.LiteLlm.Protection.Detection;

/// <summary>A kind of data of the user's own, found by a regular expression that runs without backtracking.</summary>
/// <param name="Entity">The name of the kind: capital letters, digits and underscores, such as <c>EMPLOYEE_ID</c>.</param>
/// <param name="Regex">The regular expression, up to 1,000 characters; lookarounds and backreferences are not possible.</param>
/// <param name="Score">The score of what it finds, above 0, up to 1.</param>
public sealed record EntityPattern(string Entity, string Regex, double Score = 1);
