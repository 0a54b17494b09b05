namespace AgentCore.LiteLlm.Batches;

/// <summary>Why an endpoint refused a batch, or a line of it, before asking any model.</summary>
/// <param name="Code">The endpoint's own code; null when it gave none.</param>
/// <param name="Message">The endpoint's own words.</param>
/// <param name="Line">The line of the file, from 1; null when it is about the whole.</param>
public sealed record BatchProblem(string? Code, string Message, int? Line)
{
    /// <inheritdoc/>
    public override string ToString() => Line is { } line ? $"line {line}: {Message}" : Message;
}
