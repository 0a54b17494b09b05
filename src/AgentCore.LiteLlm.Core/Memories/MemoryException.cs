namespace AgentCore.LiteLlm.Memories;

/// <summary>Kept memories cannot be used.</summary>
public sealed class MemoryException : Exception
{
    /// <summary>Initializes the exception.</summary>
    /// <param name="problem">Why.</param>
    /// <param name="message">The same in words, without anything of what they hold.</param>
    internal MemoryException(MemoryProblem problem, string message)
        : base(message) => Problem = problem;

    /// <summary>Gets why they cannot be used.</summary>
    public MemoryProblem Problem { get; }
}
