namespace AgentCore.LiteLlm.Binding;

/// <summary>What a test endpoint does when its script has come to its end.</summary>
public enum AfterLastReply
{
    /// <summary>The last reply that fits is given again and again.</summary>
    Repeat,

    /// <summary>Requests are answered as in simulation.</summary>
    Simulate,

    /// <summary>Requests fail with status 400.</summary>
    Refuse,
}
