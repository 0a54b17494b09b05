using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Runs;

/// <summary>A run as it is written down: what it is, in clear, and what it holds.</summary>
internal sealed record RunState
{
    /// <summary>The version that is written, and the latest that is read.</summary>
    public const int Current = 1;

    /// <summary>Gets the version of the format.</summary>
    public required int Version { get; init; }

    /// <summary>Gets the version of the module that wrote it.</summary>
    public required string Module { get; init; }

    /// <summary>Gets the run's id.</summary>
    public required string Id { get; init; }

    /// <summary>Gets how often it was written.</summary>
    public required int Revision { get; init; }

    /// <summary>Gets where the run stands; a process that ended early leaves <see cref="RunStatus.Running"/> behind.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>Gets the id of the agent's blueprint.</summary>
    public required string Agent { get; init; }

    /// <summary>Gets the version of the agent's blueprint.</summary>
    public string AgentVersion { get; init; } = "";

    /// <summary>Gets the model that is asked.</summary>
    public required string Model { get; init; }

    /// <summary>Gets when the run was begun.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>Gets when this was written.</summary>
    public required DateTimeOffset Updated { get; init; }

    /// <summary>Gets what the agent was when the run was begun: hashes by the names of its parts.</summary>
    public required ImmutableSortedDictionary<string, string> Parts { get; init; }

    /// <summary>Gets what kind of failure ended the run; null where none did.</summary>
    public string? ErrorId { get; init; }

    /// <summary>Gets what it holds, in clear; null where it is sealed.</summary>
    public RunContent? Content { get; init; }

    /// <summary>Gets what it holds, sealed; null where it is in clear.</summary>
    public byte[]? Sealed { get; init; }
}
