using System.Collections.Immutable;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Keys;

namespace AgentCore.LiteLlm.Blueprints;

/// <summary>What a blueprint file says about one agent. A block that the file does not have is null, so that absence can be told from a default.</summary>
public sealed record AgentBlueprint
{
    /// <summary>Gets the agent's id.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the agent's name for people.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the blueprint's version.</summary>
    public required string Version { get; init; }

    /// <summary>Gets the name of the system prompt.</summary>
    public required string PromptRef { get; init; }

    /// <summary>Gets which model answers, and how it is reached.</summary>
    public required ModelBlock Model { get; init; }

    /// <summary>Gets what the agent does; empty by default.</summary>
    public string Description { get; init; } = "";

    /// <summary>Gets how the agent reaches its tools; null when the file does not say.</summary>
    public GatewayBlock? Gateway { get; init; }

    /// <summary>Gets the limits of a run and how the agent is hosted; null when the file does not say.</summary>
    public RuntimeBlock? Runtime { get; init; }

    /// <summary>Gets in which modes the agent may run; null when the file does not say.</summary>
    public ExecutionModesBlock? ExecutionModes { get; init; }

    /// <summary>Gets tracing, audit and data protection; null when the file does not say.</summary>
    public ObservabilityBlock? Observability { get; init; }

    /// <summary>Gets the tools the agent may call; empty when the file names none.</summary>
    public ImmutableArray<ToolBlock> Tools { get; init; } = [];

    /// <summary>Gets the names of the hooks that run around calls; empty when the file names none.</summary>
    public ImmutableArray<string> Hooks { get; init; } = [];

    /// <summary>Gets free words to find the agent by; empty when the file has none.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>Gets the settings of extended reasoning; null when the file does not say.</summary>
    public ThinkingBlock? Thinking { get; init; }

    /// <summary>Gets where results are stored; null when the file does not say.</summary>
    public ArtifactsBlock? Artifacts { get; init; }

    /// <summary>Gets the schema that answers must fit, or what names it; null when they are free.</summary>
    public OutputSchemaSetting? OutputSchema { get; init; }

    /// <summary>Gets how this agent works with others; null when the file does not say.</summary>
    public MultiAgentBlock? MultiAgent { get; init; }

    /// <summary>Gets who may call the agent and as whom it calls; null when the file does not say.</summary>
    public IdentityBlock? Identity { get; init; }

    /// <summary>Gets what the agent remembers; null when the file does not say.</summary>
    public MemoryBlock? Memory { get; init; }

    /// <summary>Gets how the agent's work is judged; null when the file does not say.</summary>
    public EvaluationBlock? Evaluation { get; init; }

    /// <summary>Gets which tools may be called, by whom; null when the file does not say.</summary>
    public PolicyBlock? Policy { get; init; }

    /// <summary>Gets the full path of the file; null when the text came from no file.</summary>
    public string? Path { get; init; }

    /// <summary>Gets what was found and is no error, sorted by place.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; init; } = [];

    /// <summary>Gets where everything stands in the file.</summary>
    internal SourceMap? Source { get; init; }

    /// <summary>Names the blueprint. What it says stays in its properties: a text made by accident must not show it all.</summary>
    /// <returns>Its id and version.</returns>
    public override string ToString() => $"{Id} {Version}".TrimEnd();

    /// <summary>Begins a collection of findings about the blueprint.</summary>
    /// <returns>A collector, empty, that knows where each value stands.</returns>
    internal Findings StartFindings() => new(Source);
}
