using System.Management.Automation;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>
/// What the user wants to see of <c>ShouldProcess</c>, asked before it has anything to show: by parameters, else by the caller's preferences.
/// </summary>
internal static class ShouldProcessPreference
{
    /// <summary>Says whether the user only wants to see what would be done.</summary>
    /// <param name="cmdlet">The cmdlet.</param>
    public static bool IsWhatIf(PSCmdlet cmdlet) => LanguagePrimitives.IsTrue(
        cmdlet.MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? given) ? given : cmdlet.GetVariableValue("WhatIfPreference"));

    /// <summary>
    /// Says whether anybody reads what would be done: as -WhatIf, as a question or as -Verbose. That the user prefers verbose output shows everything
    /// but this.
    /// </summary>
    /// <param name="cmdlet">The cmdlet.</param>
    public static bool IsRead(PSCmdlet cmdlet) => IsWhatIf(cmdlet)
        || cmdlet.MyInvocation.BoundParameters.ContainsKey("Confirm")
        || cmdlet.MyInvocation.BoundParameters.ContainsKey("Verbose")
        || cmdlet.GetVariableValue("ConfirmPreference") is not (ConfirmImpact.High or ConfirmImpact.None);
}
