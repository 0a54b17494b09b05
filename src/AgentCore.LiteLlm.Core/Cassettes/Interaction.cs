namespace AgentCore.LiteLlm.Cassettes;

/// <summary>One request and how it ended.</summary>
/// <param name="Take">The recording it belongs to, so that a later one can take its place.</param>
/// <param name="Request">The request.</param>
/// <param name="Answer">How it ended.</param>
internal sealed record Interaction(string Take, RecordedRequest Request, RecordedAnswer Answer);
