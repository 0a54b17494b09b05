namespace AgentCore.LiteLlm.Schemas.Patterns;

/// <summary>Says why a text is no pattern; it becomes a problem of the schema.</summary>
internal sealed class PatternException : FormatException
{
    public PatternException()
    {
    }

    public PatternException(string message)
        : base(message)
    {
    }

    public PatternException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
