using System.Collections.Immutable;
using AgentCore.LiteLlm.Messages;

namespace AgentCore.LiteLlm.Runs;

/// <summary>What came of a call of a tool, as it is written down.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Text">What the model is told.</param>
/// <param name="Images">The pictures that go with it.</param>
/// <param name="Approval">Who decided about the call; null where nobody did.</param>
internal sealed record KeptResult(ToolOutcome Outcome, string Text, ImmutableArray<string> Images, ApprovalSource? Approval)
{
    /// <summary>Makes one of a result.</summary>
    /// <param name="result">The result.</param>
    /// <param name="conceal">What takes secrets out of it.</param>
    public static KeptResult Of(ToolResult result, Func<string, string> conceal) => new(result.Outcome, conceal(result.Text), result.Images, result.Approval);

    /// <summary>Gives the result.</summary>
    public ToolResult ToResult() => new(Outcome, Text) { Images = Images.IsDefault ? [] : Images, Approval = Approval };
}
