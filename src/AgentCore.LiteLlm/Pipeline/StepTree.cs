using System.Globalization;
using AgentCore.LiteLlm.Messages;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>A step and all steps within it, as the cells of a table: one line for each, the same in every cell.</summary>
public static class StepTree
{
    private const int NameWidth = 40;

    /// <summary>Names the steps, each under the one that it lies in.</summary>
    /// <param name="step">The step.</param>
    public static string Names(AgentStep step) => string.Join('\n', Lines(step, "", "").Select(l => Cut(l.Name)));

    /// <summary>Says how long each took.</summary>
    /// <param name="step">The step.</param>
    public static string Durations(AgentStep step) => Cells(step, s => s.Kind is AgentStepKind.Gate or AgentStepKind.Fallback
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $"{s.Duration.TotalSeconds:0.00} s"));

    /// <summary>Says how many tokens each used, in and out.</summary>
    /// <param name="step">The step.</param>
    public static string Tokens(AgentStep step) => Cells(step, s => s.Usage is { InputTokens: null, OutputTokens: null }
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $"{s.Usage.InputTokens} / {s.Usage.OutputTokens}"));

    /// <summary>Says what each cost, in US dollars.</summary>
    /// <param name="step">The step.</param>
    public static string Costs(AgentStep step) => Cells(step, s => s.Cost is { } cost ? cost.ToString("0.######", CultureInfo.InvariantCulture) : "");

    private static string Cells(AgentStep step, Func<AgentStep, string> cell) => string.Join('\n', Lines(step, "", "").Select(l => cell(l.Step)));

    private static IEnumerable<(string Name, AgentStep Step)> Lines(AgentStep step, string first, string further)
    {
        yield return ($"{first}{Name(step)}", step);
        for (int at = 0; at < step.Steps.Length; at++)
        {
            bool isLast = at == step.Steps.Length - 1;
            foreach ((string name, AgentStep inner) in Lines(step.Steps[at], $"{further}{(isLast ? "└ " : "├ ")}", $"{further}{(isLast ? "  " : "│ ")}"))
            {
                yield return (name, inner);
            }
        }
    }

    private static string Name(AgentStep step) => step.Kind switch
    {
        AgentStepKind.Node => string.Create(
            CultureInfo.InvariantCulture, $"{step.Iteration} {step.Node}{(step.Agent == step.Node ? "" : $" ({step.Agent})")}{End(step.Outcome)}"),
        AgentStepKind.Gate => string.Create(CultureInfo.InvariantCulture, $"{step.Iteration} {step.Node}: {step.Result}"),
        AgentStepKind.Tool => $"{step.Tool}{End(step.Outcome)}",
        AgentStepKind.Fallback => string.Create(CultureInfo.InvariantCulture, $"turn {step.Iteration}: {step.Model} did not answer"),
        _ => string.Create(
            CultureInfo.InvariantCulture,
            $"turn {step.Iteration}{(step.ToolCalls == 0 ? "" : step.ToolCalls == 1 ? ": calls a tool" : $": calls {step.ToolCalls} tools")}"),
    };

    private static string End(ToolOutcome? outcome) => outcome switch
    {
        ToolOutcome.Succeeded or null => "",
        ToolOutcome.Failed => ": failed",
        ToolOutcome.Denied => ": not allowed",
        ToolOutcome.NotRun => ": not run",
        ToolOutcome.UnknownTool => ": no such tool",
        _ => ": arguments do not fit",
    };

    private static string Cut(string name)
    {
        string one = name.ReplaceLineEndings(" ");
        return one.Length <= NameWidth ? one : $"{one[..(char.IsHighSurrogate(one[NameWidth - 2]) ? NameWidth - 2 : NameWidth - 1)]}…";
    }
}
