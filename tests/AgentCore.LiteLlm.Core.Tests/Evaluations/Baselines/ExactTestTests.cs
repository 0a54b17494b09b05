using AgentCore.LiteLlm.Evaluations.Baselines;
using CsCheck;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Evaluations.Baselines;

public sealed class ExactTestTests
{
    // Fisher's tea, and what any table of the hypergeometric distribution says.
    [Theory]
    [InlineData(3, 4, 1, 4, 17.0 / 70)]
    [InlineData(4, 4, 0, 4, 1.0 / 70)]
    [InlineData(10, 10, 5, 10, 3003.0 / 184756)]
    [InlineData(1, 1, 0, 1, 0.5)]
    [InlineData(0, 1, 1, 1, 1)]
    [InlineData(10, 10, 10, 10, 1)]
    [InlineData(0, 5, 0, 7, 1)]
    public void One_case_is_Fishers_test(int passedBefore, int runsBefore, int passed, int runs, double expected) =>
        Assert.Equal(expected, ExactTest.FindProbability([new CaseCounts(passedBefore, runsBefore, passed, runs)]), 12);

    // Of ten cases whose only run went the other way, eight got worse: two or fewer heads of ten coins. Cases that stayed say nothing.
    [Fact]
    public void Cases_that_were_run_once_are_McNemars_test()
    {
        CaseCounts[] cases =
        [
            .. Enumerable.Repeat(new CaseCounts(1, 1, 0, 1), 8), .. Enumerable.Repeat(new CaseCounts(0, 1, 1, 1), 2),
            .. Enumerable.Repeat(new CaseCounts(1, 1, 1, 1), 30),
        ];

        Assert.Equal(56.0 / 1024, ExactTest.FindProbability(cases), 12);
    }

    [Fact]
    public void It_is_what_counting_every_way_says() =>
        Gen.Select(Counts, Counts).Sample((one, other) => Math.Abs(ExactTest.FindProbability([one, other]) - Slowly([one, other])) < 1e-9, iter: 200);

    [Fact]
    public void Many_runs_neither_overflow_nor_take_long()
    {
        double none = ExactTest.FindProbability([.. Enumerable.Repeat(new CaseCounts(90, 100, 90, 100), 100)]);
        double fallen = ExactTest.FindProbability([.. Enumerable.Repeat(new CaseCounts(90, 100, 85, 100), 100)]);

        Assert.InRange(none, 0.5, 0.6);
        Assert.InRange(fallen, 0, 1e-20);
        Assert.InRange(ExactTest.FindProbability([new CaseCounts(500_000, 1_000_000, 500_000, 1_000_000)]), 0.5, 0.51);
    }

    [Fact]
    public void Nothing_to_compare_says_nothing() => Assert.Equal(1, ExactTest.FindProbability([]));

    private static Gen<CaseCounts> Counts => Gen.Select(Gen.Int[1, 6], Gen.Int[1, 6], Gen.Int[0, 6], Gen.Int[0, 6])
        .Select(g => new CaseCounts(Math.Min(g.Item3, g.Item1), g.Item1, Math.Min(g.Item4, g.Item2), g.Item2));

    // Every way in which the runs that pass can be spread over both evaluations is equally likely.
    private static double Slowly(CaseCounts[] cases)
    {
        Dictionary<int, double> sums = new() { [0] = 1 };
        foreach (CaseCounts one in cases)
        {
            int all = one.RunsBefore + one.Runs;
            int passed = one.PassedBefore + one.Passed;
            int[] ways = [.. Enumerable.Range(0, 1 << all).Where(w => int.PopCount(w) == passed).Select(w => int.PopCount(w & ((1 << one.Runs) - 1)))];
            sums = sums.SelectMany(s => ways.Select(w => (Sum: s.Key + w, Share: s.Value / ways.Length)))
                .GroupBy(s => s.Sum)
                .ToDictionary(g => g.Key, g => g.Sum(s => s.Share));
        }

        return sums.Where(s => s.Key <= cases.Sum(c => c.Passed)).Sum(s => s.Value);
    }
}
