namespace AgentCore.LiteLlm.Build.Help;

/// <summary>What a page of docs/en-US says of one cmdlet.</summary>
internal sealed record HelpPage
{
    /// <summary>Gets the file it was read from.</summary>
    public required string File { get; init; }

    /// <summary>Gets the cmdlet's name.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the one sentence that lists show.</summary>
    public required string Synopsis { get; init; }

    /// <summary>Gets what the cmdlet does, in paragraphs.</summary>
    public IReadOnlyList<string> Description { get; init; } = [];

    /// <summary>Gets the examples, the first one to try first.</summary>
    public IReadOnlyList<HelpExample> Examples { get; init; } = [];

    /// <summary>Gets what can be piped in.</summary>
    public IReadOnlyList<HelpEntry> Inputs { get; init; } = [];

    /// <summary>Gets what comes out.</summary>
    public IReadOnlyList<HelpEntry> Outputs { get; init; } = [];

    /// <summary>Gets what else to know, in paragraphs.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Gets where to read on.</summary>
    public IReadOnlyList<HelpLink> Links { get; init; } = [];

    /// <summary>Gets what is wrong with the page.</summary>
    public IReadOnlyList<HelpProblem> Problems { get; init; } = [];
}
