namespace AgentCore.LiteLlm.Diagnostics;

/// <summary>The names of every kind of finding. A name never changes its meaning; docs/blueprint.md explains each.</summary>
public static class DiagnosticCodes
{
    /// <summary>A <c>${...}</c> is not written as one.</summary>
    public const string TemplateInvalid = nameof(TemplateInvalid);

    /// <summary>A <c>${NAME}</c> without a default names a variable that is unset or empty.</summary>
    public const string VariableNotSet = nameof(VariableNotSet);
}
