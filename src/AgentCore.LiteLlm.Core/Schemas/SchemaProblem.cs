namespace AgentCore.LiteLlm.Schemas;

/// <summary>One mistake that the author of a schema made.</summary>
/// <param name="SchemaPointer">The JSON pointer of the place in the schema, such as <c>/properties/price/minimum</c>; empty for the whole.</param>
/// <param name="Message">What is wrong there, in one sentence.</param>
public sealed record SchemaProblem(string SchemaPointer, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => SchemaPointer.Length == 0 ? Message : $"{SchemaPointer}: {Message}";
}
