namespace AgentCore.LiteLlm.Conversations;

/// <summary>One mistake in the JSON of a conversation.</summary>
/// <param name="Path">The JSON path of what is wrong, such as <c>$.messages[2].role</c>.</param>
/// <param name="Message">What is wrong, without any of the conversation's text.</param>
public sealed record ConversationProblem(string Path, string Message)
{
    /// <summary>Gets a value indicating whether a writer of JSON left something out here, because it writes to a certain depth only.</summary>
    public bool IsCutShort { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Path}: {Message}";
}
