namespace AgentCore.LiteLlm.Runs;

/// <summary>A kept run cannot be used as asked.</summary>
public sealed class RunException : Exception
{
    /// <summary>Initializes the exception.</summary>
    /// <param name="problem">Why.</param>
    /// <param name="message">The same in words, without anything of what the run holds.</param>
    internal RunException(RunProblem problem, string message)
        : base(message) => Problem = problem;

    /// <summary>Gets why it cannot be used.</summary>
    public RunProblem Problem { get; }
}
