using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Planning;

/// <summary>What a caller sets about the memory of agents.</summary>
/// <param name="Folder">The full path of the folder in which memories are kept.</param>
internal sealed record MemoryOptions(string Folder)
{
    /// <summary>Gets what seals what is kept; null leaves it in clear.</summary>
    public SealingKey? Key { get; init; }

    /// <summary>Gets the actor; null where nobody is named.</summary>
    public string? Actor { get; init; }

    /// <summary>Gets the session; null where none is named.</summary>
    public string? Session { get; init; }

    /// <summary>Gets a value indicating whether the model is asked, after each answer, for what is to be remembered.</summary>
    public bool Updates { get; init; }

    /// <summary>Gets a value indicating whether kept runs say whose memory it is, each for itself.</summary>
    public bool IsGivenByRun { get; init; }

    /// <summary>Gets a value indicating whether the caller asks for a memory, rather than for a folder alone.</summary>
    public bool IsAskedFor => Actor is not null || Session is not null || Updates;
}
