using AgentCore.LiteLlm.Outputs;

namespace AgentCore.LiteLlm.Keys;

/// <summary>The schema that a blueprint's answers must fit: written there, or named there.</summary>
public sealed record OutputSchemaSetting
{
    /// <summary>Gets the name or relative path of the schema's file; null when the schema stands in the blueprint.</summary>
    public string? Reference { get; init; }

    /// <summary>Gets the schema that stands in the blueprint; null when it is named.</summary>
    public OutputSchema? Schema { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Reference ?? Schema?.Name ?? "";
}
