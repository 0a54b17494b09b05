namespace AgentCore.LiteLlm.Keys;

/// <summary>A key whose value is a JSON Schema, or text that names one.</summary>
internal sealed class SchemaKey(string name, string description) : BlueprintKey(name, description)
{
    /// <inheritdoc/>
    public override string Expected => "the name of a schema, or a JSON Schema as a mapping";
}
