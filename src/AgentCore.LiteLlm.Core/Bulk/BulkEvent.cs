using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;

namespace AgentCore.LiteLlm.Bulk;

/// <summary>One thing that happened to one of many calls. The set is closed.</summary>
internal abstract record BulkEvent
{
    private BulkEvent(BulkItem item) => Item = item;

    /// <summary>Gets the call.</summary>
    public BulkItem Item { get; }

    /// <summary>Something happened in the call.</summary>
    /// <param name="Item">The call.</param>
    /// <param name="Event">What happened; the call's last event is its reply.</param>
    public sealed record Happened(BulkItem Item, ChatEvent Event) : BulkEvent(Item);

    /// <summary>The call failed; nothing more comes of it.</summary>
    /// <param name="Item">The call.</param>
    /// <param name="Cause">Why.</param>
    public sealed record Failed(BulkItem Item, ChatException Cause) : BulkEvent(Item);
}
