namespace AgentCore.LiteLlm.Evaluations;

/// <summary>What so many successes in so many tries say of how often there is one.</summary>
internal static class Proportions
{
    // The normal quantile for 95 % between both bounds.
    private const double Quantile = 1.959963984540054;

    /// <summary>
    /// Gives the bounds between which the true share lies, with 95 % confidence (Wilson, 1927): good for few tries and for shares near 0 and 1.
    /// </summary>
    /// <param name="passed">The successes.</param>
    /// <param name="runs">The tries; 0 says nothing.</param>
    /// <returns>Both bounds, from 0 to 1.</returns>
    public static (double Lower, double Upper) Wilson(int passed, int runs)
    {
        if (runs == 0)
        {
            return (0, 1);
        }

        double share = (double)passed / runs;
        double weight = Quantile * Quantile / runs;
        double middle = (share + (weight / 2)) / (1 + weight);
        double half = Quantile / (1 + weight) * Math.Sqrt((share * (1 - share) / runs) + (weight / (4 * runs)));

        // At the ends the formula gives them exactly, and floating point nearly.
        return (passed == 0 ? 0 : middle - half, passed == runs ? 1 : middle + half);
    }

    /// <summary>
    /// Gives the bounds between which the change of a share lies, with 95 % confidence (Newcombe, <i>Interval estimation for the difference between
    /// independent proportions</i>, 1998, method 10: Wilson's bounds of both, put together).
    /// </summary>
    /// <param name="passedBefore">The successes before.</param>
    /// <param name="runsBefore">The tries before.</param>
    /// <param name="passed">The successes now.</param>
    /// <param name="runs">The tries now.</param>
    /// <returns>Both bounds, from -1 to 1.</returns>
    public static (double Lower, double Upper) Newcombe(int passedBefore, int runsBefore, int passed, int runs)
    {
        if (runsBefore == 0 || runs == 0)
        {
            return (-1, 1);
        }

        double before = (double)passedBefore / runsBefore;
        double now = (double)passed / runs;
        (double lowerBefore, double upperBefore) = Wilson(passedBefore, runsBefore);
        (double lower, double upper) = Wilson(passed, runs);
        return (
            now - before - double.Hypot(now - lower, upperBefore - before),
            now - before + double.Hypot(upper - now, before - lowerBefore));
    }
}
