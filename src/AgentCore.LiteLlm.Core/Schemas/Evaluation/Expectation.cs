namespace AgentCore.LiteLlm.Schemas.Evaluation;

/// <summary>The two halves of "must be …, but it is …", kept apart so that the expectations of several branches can be joined.</summary>
/// <param name="Expected">What was asked for.</param>
/// <param name="Actual">What was found.</param>
/// <param name="IsFixed">Whether only one value would do, so that it tells the branches of a union apart.</param>
internal sealed record Expectation(string Expected, string Actual, bool IsFixed)
{
    public override string ToString() => $"must be {Expected}, but it is {Actual}";
}
