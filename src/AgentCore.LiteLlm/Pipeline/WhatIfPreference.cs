using System.Management.Automation;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>Whether the user only wants to see what would be done, asked before <c>ShouldProcess</c> has anything to show.</summary>
internal static class WhatIfPreference
{
    /// <summary>Says whether it is so: by -WhatIf, else by the caller's preference.</summary>
    /// <param name="cmdlet">The cmdlet.</param>
    public static bool IsSet(PSCmdlet cmdlet) => LanguagePrimitives.IsTrue(
        cmdlet.MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? given) ? given : cmdlet.GetVariableValue("WhatIfPreference"));
}
