namespace AgentCore.LiteLlm.Tests.Support;

/// <summary>How long a test waits for what happens at once, or never: it makes a failure of what would hang, and measures nothing.</summary>
internal static class Patience
{
    public static TimeSpan Limit { get; } = TimeSpan.FromMinutes(2);
}
