namespace AgentCore.LiteLlm.Evaluations;

/// <summary>How a case ended.</summary>
public enum EvaluationOutcome
{
    /// <summary>An answer came, and everything held that must.</summary>
    Passed,

    /// <summary>An answer came, and something did not hold.</summary>
    Failed,

    /// <summary>No answer came that could be judged.</summary>
    Errored,

    /// <summary>The case was not run, because somebody said so.</summary>
    Skipped,

    /// <summary>Something did not hold, and that is no worse than in the earlier report that was compared with, as far as can be told from noise.</summary>
    Known,
}
