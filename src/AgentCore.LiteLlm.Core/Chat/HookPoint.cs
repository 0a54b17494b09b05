namespace AgentCore.LiteLlm.Chat;

/// <summary>When a hook is called.</summary>
public enum HookPoint
{
    /// <summary>Before a turn of the model.</summary>
    BeforeModel,

    /// <summary>After a turn of the model.</summary>
    AfterModel,

    /// <summary>Before a call of a tool, which it may cancel. The policy has allowed the call; who approves it is asked afterwards.</summary>
    BeforeTool,

    /// <summary>After a call of a tool, or after one that was not approved; it may change the result.</summary>
    AfterTool,
}
