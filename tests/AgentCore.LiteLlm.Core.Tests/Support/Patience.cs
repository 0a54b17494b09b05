namespace AgentCore.LiteLlm.Tests.Support;

/// <summary>How long a test waits for what happens at once, or never: it makes a failure of what would hang, and measures nothing.</summary>
internal static class Patience
{
    public static TimeSpan Limit { get; } = TimeSpan.FromMinutes(2);

    /// <summary>Waits until something holds.</summary>
    /// <param name="holds">What.</param>
    public static async Task UntilAsync(Func<bool> holds)
    {
        using CancellationTokenSource limit = new(Limit);
        while (!holds())
        {
            await Task.Delay(20, limit.Token);
        }
    }

    /// <summary>Waits until something holds that has to be asked for.</summary>
    /// <param name="holds">What.</param>
    public static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using CancellationTokenSource limit = new(Limit);
        while (!await holds())
        {
            await Task.Delay(20, limit.Token);
        }
    }
}
