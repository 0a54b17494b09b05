namespace AgentCore.LiteLlm.Evaluations.Baselines;

/// <summary>How many runs of a case passed, and how many there were, before and now.</summary>
/// <param name="PassedBefore">How many passed before.</param>
/// <param name="RunsBefore">How many were judged before.</param>
/// <param name="Passed">How many pass now.</param>
/// <param name="Runs">How many are judged now.</param>
internal readonly record struct CaseCounts(int PassedBefore, int RunsBefore, int Passed, int Runs);
