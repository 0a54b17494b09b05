using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Simulation;

/// <summary>What matters of one request to whoever has to answer it, by whichever API it came.</summary>
internal sealed record ChatQuestion
{
    /// <summary>Gets the model that was asked for.</summary>
    public required string Model { get; init; }

    /// <summary>Gets the text of the last message of the user, or of the last message where no user spoke.</summary>
    public required string Prompt { get; init; }

    /// <summary>Gets what tools have given since the user last spoke.</summary>
    public ImmutableArray<string> ToolResults { get; init; } = [];

    /// <summary>Gets the number of words in all messages.</summary>
    public required int PromptWords { get; init; }

    /// <summary>Gets what stands for this very request in ids.</summary>
    public required string Hash { get; init; }

    /// <summary>Gets a value indicating whether it came by <c>/responses</c>, and is answered so.</summary>
    public bool IsOfResponses { get; init; }

    /// <summary>Gets a value indicating whether the answer is to come as a stream of events.</summary>
    public bool Stream { get; init; }

    /// <summary>Gets a value indicating whether the stream is to end with a usage event.</summary>
    public bool IncludeUsage { get; init; }

    /// <summary>Gets the largest number of words the answer may have.</summary>
    public int? MaxWords { get; init; }

    /// <summary>Gets the form that the answer must have.</summary>
    public ChatDemand Demand { get; init; } = new ChatDemand.Text();
}
