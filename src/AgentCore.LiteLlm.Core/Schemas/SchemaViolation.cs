namespace AgentCore.LiteLlm.Schemas;

/// <summary>One way in which a value departs from its schema, worded so that whoever wrote the value can mend it.</summary>
/// <param name="InstancePath">The JSON path of the offending value, such as <c>$.items[2].price</c>.</param>
/// <param name="SchemaPointer">The JSON pointer of the rule in the schema.</param>
/// <param name="Keyword">
/// The keyword that objects, such as <c>required</c>; empty when none does: the check could not be finished or listed in full, or no number
/// holds the value.
/// </param>
/// <param name="Message">What must change, in one sentence that begins with the path.</param>
public sealed record SchemaViolation(string InstancePath, string SchemaPointer, string Keyword, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => Message;
}
