using AgentCore.LiteLlm.Messages;

namespace AgentCore.LiteLlm.Reports;

/// <summary>A step of a run, with its place in the tree of steps and in time.</summary>
/// <param name="Step">The step.</param>
/// <param name="Number">Its number among its siblings, behind those of the steps that it lies in.</param>
/// <param name="Depth">How many steps it lies in.</param>
/// <param name="Start">When it began, from the beginning of the run.</param>
internal sealed record PlacedStep(AgentStep Step, string Number, int Depth, TimeSpan Start)
{
    /// <summary>Gets what is not as it should be of it; null where nothing is.</summary>
    public string? Problem => Step.Kind == AgentStepKind.Fallback ? "did not answer" : Step.Outcome switch
    {
        null or ToolOutcome.Succeeded => null,
        ToolOutcome.Failed => "failed",
        ToolOutcome.Denied => "not allowed",
        ToolOutcome.UnknownTool => "no such tool",
        ToolOutcome.InvalidArguments => "arguments do not fit",
        _ => "not run",
    };
}
