using System.Globalization;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Terminal;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>A step, and all steps within it, as the cells of a table: one line for each, the same in every cell.</summary>
public static class StepTree
{
    // What is left of 80 columns by the other cells. A step alone may wrap instead; lines of several cells would no longer stand side by side.
    private const int NameWidth = 30;

    /// <summary>Says in which turn or round each was.</summary>
    /// <param name="step">The step.</param>
    public static string Iterations(AgentStep step) => Cells(step, s => s.Iteration.ToString(CultureInfo.InvariantCulture));

    /// <summary>Says what each was, under the one that it lies in.</summary>
    /// <param name="step">The step.</param>
    public static string Names(AgentStep step) =>
        step.Steps.IsEmpty ? Name(step) : string.Join('\n', Lines(step, "", "").Select(l => Cut($"{l.Before}{Name(l.Step)}")));

    /// <summary>Says how each ended.</summary>
    /// <param name="step">The step.</param>
    public static string Outcomes(AgentStep step) => Cells(step, s => s.Outcome?.ToString() ?? "");

    /// <summary>Says how many tokens of prompts each used.</summary>
    /// <param name="step">The step.</param>
    public static string Input(AgentStep step) => Cells(step, s => s.Usage.InputTokens?.ToString(CultureInfo.InvariantCulture) ?? "");

    /// <summary>Says how many tokens of answers each used.</summary>
    /// <param name="step">The step.</param>
    public static string Output(AgentStep step) => Cells(step, s => s.Usage.OutputTokens?.ToString(CultureInfo.InvariantCulture) ?? "");

    /// <summary>Says what each cost, in US dollars.</summary>
    /// <param name="step">The step.</param>
    public static string Costs(AgentStep step) => Cells(step, s => s.Cost?.ToString(CultureInfo.InvariantCulture) ?? "");

    /// <summary>Says how long each took.</summary>
    /// <param name="step">The step.</param>
    public static string Seconds(AgentStep step) => Cells(step, s => s.Duration.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture));

    private static string Cells(AgentStep step, Func<AgentStep, string> cell) => string.Join('\n', step.All.Select(cell));

    private static IEnumerable<(string Before, AgentStep Step)> Lines(AgentStep step, string first, string further)
    {
        yield return (first, step);
        for (int at = 0; at < step.Steps.Length; at++)
        {
            bool isLast = at == step.Steps.Length - 1;
            foreach ((string, AgentStep) inner in Lines(step.Steps[at], $"{further}{(isLast ? "└ " : "├ ")}", $"{further}{(isLast ? "  " : "│ ")}"))
            {
                yield return inner;
            }
        }
    }

    private static string Name(AgentStep step) => step.Kind switch
    {
        AgentStepKind.Node => step.Agent == step.Node ? $"{step.Node}" : $"{step.Node} runs {step.Agent}",
        AgentStepKind.Gate => $"{step.Node}: {step.Result}",
        AgentStepKind.Tool => $"{step.Tool} {step.Arguments}",
        AgentStepKind.Fallback => $"{step.Model}: {step.Reason}",
        _ => step.ToolCalls switch
        {
            0 => "the model answers",
            1 => "the model calls 1 tool",
            var many => string.Create(CultureInfo.InvariantCulture, $"the model calls {many} tools"),
        },
    };

    private static string Cut(string name)
    {
        string one = name.ReplaceLineEndings(" ");
        return one.Length <= NameWidth ? one : $"{WholeCharacters.Cut(one, NameWidth - 1)}…";
    }
}
