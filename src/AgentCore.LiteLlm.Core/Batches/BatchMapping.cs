using System.Collections.Immutable;
using AgentCore.LiteLlm.Protection;

namespace AgentCore.LiteLlm.Batches;

/// <summary>What was taken out of a batch, item by item. It shows none of it.</summary>
/// <param name="Mark">The mark of the batch.</param>
/// <param name="Items">The items, in their order.</param>
internal sealed record BatchMapping(string Mark, ImmutableArray<MappedItem> Items)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Items.Length} items of {Mark}";
}

/// <summary>What was taken out of one item.</summary>
/// <param name="Id">The user's own id, which is not sent with a protected batch.</param>
/// <param name="Entries">The values and their placeholders.</param>
/// <param name="Report">What was found, without the data.</param>
internal sealed record MappedItem(string? Id, ImmutableArray<VaultEntry> Entries, ProtectionReport Report)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Entries.Length} values";
}
