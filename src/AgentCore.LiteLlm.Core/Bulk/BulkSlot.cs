namespace AgentCore.LiteLlm.Bulk;

/// <summary>A call's place in the row, with what cannot be given before its turn.</summary>
/// <param name="item">The call.</param>
internal sealed class BulkSlot(BulkItem item)
{
    public BulkItem Item => item;

    public List<BulkEvent> Held { get; } = [];

    public LinkedListNode<BulkSlot>? Place { get; set; }

    public Task Work { get; set; } = Task.CompletedTask;

    public bool IsDone { get; set; }
}
