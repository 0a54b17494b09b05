using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Evaluations;

/// <summary>Finds calls for everything that is expected, each call for one expectation only.</summary>
internal static class CallMatching
{
    /// <summary>Finds the first expectation for which no call is left, when they may come in any order.</summary>
    /// <param name="wanted">What is expected.</param>
    /// <param name="calls">What was called.</param>
    /// <returns>The expectation; null when there is a call for each.</returns>
    public static ExpectedCall? FindUnmet(ImmutableArray<ExpectedCall> wanted, (string Name, string Arguments)[] calls)
    {
        // Which expectation each call is taken for. One that is met by fewer calls may need the call of another, which then takes the next.
        int[] takenFor = [.. calls.Select(_ => -1)];
        for (int at = 0; at < wanted.Length; at++)
        {
            if (!TakeCall(at, wanted, calls, takenFor))
            {
                return wanted[at];
            }
        }

        return null;
    }

    // The shortest chain of expectations that each give their call to the one before, down to a call that nobody has.
    private static bool TakeCall(int first, ImmutableArray<ExpectedCall> wanted, (string Name, string Arguments)[] calls, int[] takenFor)
    {
        int[] askedBy = [.. calls.Select(_ => -1)];
        Queue<int> asking = new([first]);
        while (asking.TryDequeue(out int one))
        {
            for (int call = 0; call < calls.Length; call++)
            {
                if (askedBy[call] >= 0 || !wanted[one].IsMet(calls[call]))
                {
                    continue;
                }

                askedBy[call] = one;
                if (takenFor[call] >= 0)
                {
                    asking.Enqueue(takenFor[call]);
                    continue;
                }

                GiveAlong(call, first, askedBy, takenFor);
                return true;
            }
        }

        return false;
    }

    private static void GiveAlong(int free, int first, int[] askedBy, int[] takenFor)
    {
        for (int call = free; call >= 0;)
        {
            int taker = askedBy[call];
            int given = taker == first ? -1 : Array.IndexOf(takenFor, taker);
            takenFor[call] = taker;
            call = given;
        }
    }
}
