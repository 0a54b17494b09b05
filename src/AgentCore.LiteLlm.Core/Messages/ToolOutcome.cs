namespace AgentCore.LiteLlm.Messages;

/// <summary>How a call of a tool ended. Everything but <see cref="Succeeded"/> goes to the model as an error that it can react to.</summary>
public enum ToolOutcome
{
    /// <summary>The tool ran and gave a result.</summary>
    Succeeded,

    /// <summary>The tool ran and failed.</summary>
    Failed,

    /// <summary>The user, a rule or a policy did not allow the call.</summary>
    Denied,

    /// <summary>The model called a tool that is not there.</summary>
    UnknownTool,

    /// <summary>The arguments are no JSON object, or do not fit the tool's parameters.</summary>
    InvalidArguments,

    /// <summary>The call was not made, because the run had reached a limit.</summary>
    NotRun,
}
