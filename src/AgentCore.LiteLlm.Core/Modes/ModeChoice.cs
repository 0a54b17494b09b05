using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Variables;

namespace AgentCore.LiteLlm.Modes;

/// <summary>Decides the mode of a call: the caller's, else the variable <c>EXECUTION_MODE</c>, else production.</summary>
internal static class ModeChoice
{
    /// <summary>The variable that names the mode.</summary>
    public const string Variable = "EXECUTION_MODE";

    /// <summary>Finds the mode.</summary>
    /// <param name="asked">The mode the caller asks for; null when it asks for none.</param>
    /// <param name="variables">Where <c>EXECUTION_MODE</c> is looked up.</param>
    /// <returns>The mode, or null when the variable holds no mode: a typo there must not make a call real.</returns>
    public static ExecutionMode? Find(ExecutionMode? asked, IVariables variables)
    {
        if (asked is not null)
        {
            return asked;
        }

        string? text = variables.Find(Variable)?.Trim();
        return text?.ToLowerInvariant() switch
        {
            null or "" or "production" => ExecutionMode.Production,
            "staging" => ExecutionMode.Staging,
            "simulation" => ExecutionMode.Simulation,
            _ => null,
        };
    }

    /// <summary>Finds the mode, and notes why there is none.</summary>
    /// <param name="asked">The mode the caller asks for; null when it asks for none.</param>
    /// <param name="variables">Where <c>EXECUTION_MODE</c> is looked up.</param>
    /// <param name="findings">Where the reason goes.</param>
    /// <returns>The mode, or null when the variable holds no mode.</returns>
    internal static ExecutionMode? Find(ExecutionMode? asked, IVariables variables, Findings findings)
    {
        ExecutionMode? mode = Find(asked, variables);
        if (mode is null)
        {
            findings.Error(
                DiagnosticCodes.ModeUnknown,
                TextPlace.None,
                $"the environment variable '{Variable}' holds '{SecretShapes.Excerpt(variables.Find(Variable) ?? "")}', which is no mode; nothing was sent.",
                "Set it to simulation, staging or production, or choose a mode for the call.");
        }

        return mode;
    }
}
