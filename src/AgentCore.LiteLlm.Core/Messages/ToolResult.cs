using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Messages;

/// <summary>What came of a call of a tool.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Text">What the model is told: the result as JSON, or what went wrong.</param>
public sealed record ToolResult(ToolOutcome Outcome, string Text)
{
    /// <summary>Gets who decided that the call was made or not; null where the call did not come so far.</summary>
    internal ApprovalSource? Approval { get; init; }

    /// <summary>Gets the pictures that go with it, as <c>data:</c> addresses, which the model gets after the results of its turn.</summary>
    internal ImmutableArray<string> Images { get; init; } = [];

    /// <summary>Makes the result of a tool that ran.</summary>
    /// <param name="json">The result.</param>
    /// <returns>The result.</returns>
    public static ToolResult Of(string json) => new(ToolOutcome.Succeeded, json);

    /// <summary>Makes a result that is an error to the model.</summary>
    /// <param name="outcome">How the call ended.</param>
    /// <param name="message">What went wrong, in words that the model can act on.</param>
    /// <returns>The result.</returns>
    public static ToolResult Error(ToolOutcome outcome, string message) => new(outcome, $"Error: {message}");
}
