using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Tools;

/// <summary>A tool server: where it is, what it says of itself, and what it has.</summary>
public sealed record AgentToolServer
{
    /// <summary>Gets its name, as the blueprint or the file has it.</summary>
    public required string Name { get; init; }

    /// <summary>Gets where it is found: File or Gateway.</summary>
    public required string Source { get; init; }

    /// <summary>Gets its command line as the file has it, or its address.</summary>
    public required string Address { get; init; }

    /// <summary>Gets a value indicating whether it answers and has every tool that the blueprint lists.</summary>
    public bool IsReady => Problem is null;

    /// <summary>Gets why it is not ready; null where it is.</summary>
    public string? Problem { get; init; }

    /// <summary>Gets what to do about the problem.</summary>
    public string? Hint { get; init; }

    /// <summary>Gets the version of the protocol that both speak; empty where none was agreed on.</summary>
    public string Protocol { get; init; } = "";

    /// <summary>Gets the name and version that the server gives itself.</summary>
    public string Software { get; init; } = "";

    /// <summary>Gets its tools.</summary>
    public ImmutableArray<AgentServerTool> Tools { get; init; } = [];

    /// <summary>Gets the tools that the blueprint lists.</summary>
    public ImmutableArray<string> Declared { get; init; } = [];

    /// <summary>Gets the tools that the blueprint lists and the server lacks.</summary>
    public ImmutableArray<string> Missing { get; init; } = [];

    /// <summary>Gets the tools for which the server asks to be trusted, each with what it claims. It counts for nothing.</summary>
    public ImmutableArray<string> TrustRequested { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => Name;
}
