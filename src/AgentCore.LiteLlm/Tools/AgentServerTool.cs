using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Tools;

/// <summary>A tool as its server describes it. Nothing of it is trusted but what the caller's own file says.</summary>
public sealed record AgentServerTool
{
    /// <summary>Gets the name by which the blueprint lists it.</summary>
    public required string Name { get; init; }

    /// <summary>Gets what the server says that it does.</summary>
    public string Description { get; init; } = "";

    /// <summary>Gets the name by which the model is told of it; null where the blueprint does not list it, or no endpoint would take its schema.</summary>
    public string? OfferedAs { get; init; }

    /// <summary>Gets a value indicating whether it only reads, as the caller's own file says.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>Gets what the server claims so that the tool be trusted, such as <c>readOnlyHint</c>. It counts for nothing.</summary>
    public ImmutableArray<string> Claims { get; init; } = [];

    /// <summary>Gets the JSON Schema of its arguments, as the server sent it.</summary>
    public string Schema { get; init; } = "";

    /// <summary>Gets what tells this definition from any other: a hash over name, description, schema and hints.</summary>
    public string Hash { get; init; } = "";

    /// <inheritdoc/>
    public override string ToString() => Name;
}
