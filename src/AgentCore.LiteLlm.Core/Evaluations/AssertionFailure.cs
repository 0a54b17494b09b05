namespace AgentCore.LiteLlm.Evaluations;

/// <summary>One thing that should hold for an answer and does not.</summary>
/// <param name="Assertion">The assertion's key in the case file, such as <c>contains</c>; <c>script</c> for a scriptblock.</param>
/// <param name="Expected">What should be.</param>
/// <param name="Actual">What is, shortened.</param>
public sealed record AssertionFailure(string Assertion, string Expected, string Actual)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Assertion}: expected {Expected}, but {Actual}.";
}
