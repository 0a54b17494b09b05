namespace AgentCore.LiteLlm.Blueprints;

/// <summary>A tool that AWS hosts.</summary>
public enum BuiltinToolType
{
    /// <summary>A sandbox that runs code, <c>code_interpreter</c>.</summary>
    CodeInterpreter,

    /// <summary>A web browser, <c>browser</c>.</summary>
    Browser,
}
