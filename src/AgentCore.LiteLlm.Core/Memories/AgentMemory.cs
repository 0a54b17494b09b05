using System.Text.Json.Serialization;

namespace AgentCore.LiteLlm.Memories;

/// <summary>One thing that an agent remembers; as text it is what is remembered.</summary>
public sealed record AgentMemory
{
    /// <summary>Gets its id.</summary>
    public required string Id { get; init; }

    /// <summary>Gets what it is.</summary>
    public required AgentMemoryKind Kind { get; init; }

    /// <summary>Gets the id of the agent's blueprint.</summary>
    public required string Agent { get; init; }

    /// <summary>Gets the actor with whom it came up; empty where nobody was named.</summary>
    public string ActorId { get; init; } = "";

    /// <summary>Gets the session in which it came up; empty where none was named.</summary>
    public string SessionId { get; init; } = "";

    /// <summary>Gets where it is looked up, with the names in their places; null for an exchange.</summary>
    public string? Namespace { get; init; }

    /// <summary>Gets the strategy that it is of; null for an exchange.</summary>
    public string? Strategy { get; init; }

    /// <summary>Gets when it was kept.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Gets what was asked; null for what is no exchange.</summary>
    public string? Prompt { get; init; }

    /// <summary>Gets what is remembered; of an exchange the answer.</summary>
    public required string Text { get; init; }

    /// <summary>Gets a value indicating whether it comes from simulation or from a cassette, so that real calls are not told of it.</summary>
    public bool Trial { get; init; }

    /// <summary>Gets the folder of the session in which it is kept.</summary>
    public required string Path { get; init; }

    /// <summary>Gets its file.</summary>
    [JsonIgnore]
    internal string File { get; init; } = "";

    /// <inheritdoc/>
    public override string ToString() => Text;

    /// <summary>Shows what a file holds.</summary>
    /// <param name="path">The folder of the session.</param>
    /// <param name="file">The file.</param>
    /// <param name="agent">The agent's id.</param>
    /// <param name="content">What it holds.</param>
    /// <returns>The exchanges, then the memories, each the oldest first.</returns>
    internal static IEnumerable<AgentMemory> Of(string path, string file, string agent, MemoryContent content) =>
    [
        .. content.Exchanges.Select(e => new AgentMemory
        {
            Id = e.Id,
            Kind = AgentMemoryKind.Exchange,
            Agent = agent,
            ActorId = content.Actor ?? "",
            SessionId = e.Session,
            Time = e.Time,
            Prompt = e.Prompt,
            Text = e.Answer,
            Trial = e.IsTrial,
            Path = path,
            File = file,
        }),
        .. content.Memories.Select(m => new AgentMemory
        {
            Id = m.Id,
            Kind = AgentMemoryKind.Memory,
            Agent = agent,
            ActorId = m.Actor,
            SessionId = m.Session,
            Namespace = m.Namespace,
            Strategy = m.Strategy,
            Time = m.Time,
            Text = m.Text,
            Trial = m.IsTrial,
            Path = path,
            File = file,
        }),
    ];
}
