using Xunit;

namespace AgentCore.LiteLlm.Tests.Support;

/// <summary>
/// How the processor time of some work grows with its input. It compares the work with itself, so that neither the speed of the machine
/// nor what else runs on it counts. For tests that <see cref="RunsAlone"/>: the time is the whole process's.
/// </summary>
internal static class Growth
{
    private const int Times = 16;

    // Linear work takes 16 times as long, quadratic work 256 times: this lies as far from the one as from the other.
    private const int MostTimes = 64;

    // What takes less cannot be told from what the runtime does beside it.
    private static readonly TimeSpan Measurable = TimeSpan.FromMilliseconds(5);

    /// <summary>Asserts that work grows as its input does, and no faster.</summary>
    /// <param name="size">How large the input becomes.</param>
    /// <param name="prepare">Makes an input of a size, and gives the work on it.</param>
    public static void AssertLinear(int size, Func<int, Action> prepare)
    {
        Action few = prepare(size / Times);
        Action many = prepare(size);
        TimeSpan small = Enumerable.Range(0, 4).Min(_ => Measure(few));
        TimeSpan most = MostTimes * (small > Measurable ? small : Measurable);

        TimeSpan large = Measure(many);
        for (int again = 0; again < 2 && large > most; again++)
        {
            large = TimeSpan.FromTicks(Math.Min(large.Ticks, Measure(many).Ticks));
        }

        Assert.True(large <= most, $"{Times} times the input took {large} in place of {small}: more than {MostTimes} times the work.");
    }

    private static TimeSpan Measure(Action work)
    {
        TimeSpan before = Environment.CpuUsage.TotalTime;
        work();
        return Environment.CpuUsage.TotalTime - before;
    }
}
