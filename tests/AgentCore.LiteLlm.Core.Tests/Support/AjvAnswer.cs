namespace AgentCore.LiteLlm.Tests.Support;

/// <summary>What the second validator found.</summary>
/// <param name="Problems">What is wrong with the schema.</param>
/// <param name="Violations">What is wrong with each document, by name.</param>
internal sealed record AjvAnswer(string[] Problems, Dictionary<string, string[]> Violations);
