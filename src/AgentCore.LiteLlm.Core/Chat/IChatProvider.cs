namespace AgentCore.LiteLlm.Chat;

/// <summary>Answers prompts.</summary>
internal interface IChatProvider
{
    /// <summary>Makes one call and reports what happens; the last event is the whole answer.</summary>
    /// <param name="request">The complete request.</param>
    /// <param name="cancellationToken">Ends the call at once.</param>
    /// <returns>The events in order. A failed call throws <see cref="Failures.ChatException"/>.</returns>
    IAsyncEnumerable<ChatEvent> AnswerAsync(ChatRequest request, CancellationToken cancellationToken);
}
