namespace AgentCore.LiteLlm.Schemas.Evaluation;

/// <summary>Ends a check that cannot be finished within its bounds; it becomes a violation and never leaves the validator.</summary>
internal sealed class SchemaRunStoppedException : InvalidOperationException
{
    public SchemaRunStoppedException()
    {
    }

    public SchemaRunStoppedException(string message)
        : base(message)
    {
    }

    public SchemaRunStoppedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public static SchemaRunStoppedException TooDeep() =>
        new("is nested too deeply to be checked, or the schema refers to itself without end");
}
