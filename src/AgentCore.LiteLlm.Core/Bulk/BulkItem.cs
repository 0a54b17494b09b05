using AgentCore.LiteLlm.Chat;

namespace AgentCore.LiteLlm.Bulk;

/// <summary>One of many calls.</summary>
/// <param name="Target">What the call is for; errors name it.</param>
/// <param name="Request">What is asked.</param>
/// <param name="Answer">What happens in the call; nothing does before it is read.</param>
internal sealed record BulkItem(object? Target, ChatRequest Request, IAsyncEnumerable<ChatEvent> Answer);
