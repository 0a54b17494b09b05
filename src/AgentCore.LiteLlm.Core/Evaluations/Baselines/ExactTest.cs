namespace AgentCore.LiteLlm.Evaluations.Baselines;

/// <summary>
/// Says how likely it is that at most so many runs pass now if nothing changed: the exact conditional test of 2 x 2 tables, one-sided. For one case it is
/// Fisher's exact test (1935), for cases that were run once each the exact test of McNemar, for any the exact test of Mantel and Haenszel
/// (Mehta, Patel and Gray, <i>Computing an exact confidence interval for the common odds ratio in several 2 x 2 contingency tables</i>, 1985).
/// </summary>
internal static class ExactTest
{
    /// <summary>Tests cases together, each compared with itself alone, so that it does not matter that some are harder than others.</summary>
    /// <param name="cases">How many runs of each case passed, and how many there were, before and now.</param>
    /// <returns>The probability, from 0 to 1; 1 where there is nothing to compare.</returns>
    public static double FindProbability(IReadOnlyCollection<CaseCounts> cases)
    {
        // How likely each sum of passed runs is, given how many runs of each case pass before and now together.
        double[] sums = [1];
        int least = 0;
        foreach (CaseCounts one in cases)
        {
            double[] counts = ToProbabilities(one, out int smallest);
            sums = Convolve(sums, counts);
            least += smallest;
        }

        int observed = cases.Sum(c => c.Passed) - least;
        return Math.Clamp(sums.Take(observed + 1).Sum(), 0, 1);
    }

    // The hypergeometric distribution of the runs that pass now, as ratios of neighbours, from the most likely one: no factorial grows too large.
    private static double[] ToProbabilities(CaseCounts one, out int smallest)
    {
        int all = one.RunsBefore + one.Runs;
        int passed = one.PassedBefore + one.Passed;
        smallest = Math.Max(0, passed - one.RunsBefore);
        int largest = Math.Min(passed, one.Runs);
        double[] found = new double[largest - smallest + 1];
        int likely = Math.Clamp((int)((long)(one.Runs + 1) * (passed + 1) / (all + 2)), smallest, largest);
        found[likely - smallest] = 1;
        for (int at = likely; at < largest; at++)
        {
            found[at + 1 - smallest] = found[at - smallest] * Ratio(at);
        }

        for (int at = likely; at > smallest; at--)
        {
            found[at - 1 - smallest] = found[at - smallest] / Ratio(at - 1);
        }

        double sum = found.Sum();
        return [.. found.Select(f => f / sum)];

        double Ratio(int at) => (double)(passed - at) * (one.Runs - at) / ((at + 1.0) * (one.RunsBefore - passed + at + 1));
    }

    private static double[] Convolve(double[] one, double[] other)
    {
        double[] sums = new double[one.Length + other.Length - 1];
        for (int first = 0; first < one.Length; first++)
        {
            for (int second = 0; second < other.Length; second++)
            {
                sums[first + second] += one[first] * other[second];
            }
        }

        return sums;
    }
}
