using System.Collections.Immutable;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Chat;

/// <summary>Whose memory a call has: what is looked up before the model is asked, and what is kept of the answer.</summary>
internal sealed record MemorySubject
{
    /// <summary>Gets the id of the agent's blueprint.</summary>
    public required string Agent { get; init; }

    /// <summary>Gets the full path of the folder in which memories are kept.</summary>
    public required string Folder { get; init; }

    /// <summary>Gets what seals what is kept; null leaves it in clear.</summary>
    public SealingKey? Key { get; init; }

    /// <summary>Gets the actor, of whom the agent remembers something; empty where nobody is named.</summary>
    public string Actor { get; init; } = "";

    /// <summary>Gets the session, whose exchanges belong together; empty where none is named.</summary>
    public string Session { get; init; } = "";

    /// <summary>Gets how many of the last exchanges are looked up.</summary>
    public int ShortTerm { get; init; } = 5;

    /// <summary>Gets how many days an exchange is kept.</summary>
    public int ExpiryDays { get; init; } = 30;

    /// <summary>Gets where memories are looked up.</summary>
    public ImmutableArray<MemoryLookup> Lookups { get; init; } = [];

    /// <summary>Gets what the model is asked to remember.</summary>
    public ImmutableArray<MemoryAim> Aims { get; init; } = [];

    /// <summary>Gets a value indicating whether the model is asked for it after each answer.</summary>
    public bool Updates { get; init; }

    /// <summary>Gets a value indicating whether the answer is made up or played back: no other call sees it.</summary>
    public bool IsTrial { get; init; }

    /// <summary>Gets the id of the kept run, by which an exchange of it is kept once however often it is told; null where the run is not kept.</summary>
    public string? Run { get; init; }

    /// <summary>Gets what the user asked, where the agent is told more than that; null where its last message is it.</summary>
    public string? Prompt { get; init; }
}
