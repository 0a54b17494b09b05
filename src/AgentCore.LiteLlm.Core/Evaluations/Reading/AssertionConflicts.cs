using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Evaluations.Reading;

/// <summary>Finds assertions of one case that no answer can fit together.</summary>
internal static class AssertionConflicts
{
    // Every pair is compared, character by character; what would take longer than this is no case that a person wrote.
    private const long MostWork = 100_000;

    /// <summary>Finds the first pair that contradicts each other.</summary>
    /// <param name="assertions">What must hold for one answer.</param>
    /// <returns>A sentence that names both kinds; null when there is no such pair.</returns>
    public static string? Find(ImmutableArray<CaseAssertion> assertions)
    {
        long work = 0;
        foreach (CaseAssertion one in assertions.Where(MayContradict))
        {
            foreach (CaseAssertion other in assertions)
            {
                work += 1 + ((long)Length(one) * Math.Max(1, Unwanted(other).Length));
                if (work > MostWork)
                {
                    return null;
                }

                if (Contradict(one, other))
                {
                    return $"'{one.Key}' and '{other.Key}' contradict each other: no answer can fit both.";
                }
            }
        }

        return null;
    }

    private static int Length(CaseAssertion one) => one switch
    {
        CaseAssertion.Contains contains => contains.Text.Length,
        CaseAssertion.EqualTo equal => equal.Text.Length,
        CaseAssertion.Trajectory way => way.Calls.Length,
        _ => 0,
    };

    private static bool MayContradict(CaseAssertion one) =>
        one is CaseAssertion.Contains { IsWanted: true } or CaseAssertion.EqualTo || !Wanted(one).IsEmpty;

    private static bool Contradict(CaseAssertion one, CaseAssertion other) => (one, other) switch
    {
        (CaseAssertion.Contains { IsWanted: true } wanted, CaseAssertion.Contains { IsWanted: false } unwanted) => unwanted.IsIn(wanted.Text),
        (CaseAssertion.EqualTo equal, CaseAssertion.Contains part) => Differs(equal, part),
        (CaseAssertion.EqualTo { IgnoresCase: false } equal, CaseAssertion.Matches match) =>
            match.Pattern.IsMatch(equal.Text) != match.IsWanted && match.Pattern.IsMatch(equal.Text.Trim()) != match.IsWanted,
        _ => Wanted(one).Any(w => Unwanted(other).Any(u => u.IsAny && string.Equals(w.Name, u.Name, StringComparison.OrdinalIgnoreCase))),
    };

    private static ImmutableArray<ExpectedCall> Wanted(CaseAssertion one) => one switch
    {
        CaseAssertion.CalledTool { IsWanted: true } tool => [tool.Call],
        CaseAssertion.Trajectory { Order: not TrajectoryOrder.Never } way => way.Calls,
        _ => [],
    };

    private static ImmutableArray<ExpectedCall> Unwanted(CaseAssertion one) => one switch
    {
        CaseAssertion.CalledTool { IsWanted: false } tool => [tool.Call],
        CaseAssertion.Trajectory { Order: TrajectoryOrder.Never } way => way.Calls,
        _ => [],
    };

    // What is equal in any case holds a text in some case; what must not be there is surely there only where case is the same to both.
    private static bool Differs(CaseAssertion.EqualTo equal, CaseAssertion.Contains part) => part.IsWanted
        ? !(part with { IgnoresCase = part.IgnoresCase || equal.IgnoresCase }).IsIn(equal.Text)
        : (part.IgnoresCase || !equal.IgnoresCase) && part.IsIn(equal.Text.Trim());
}
