using System.Collections.Immutable;
using AgentCore.LiteLlm.Protection.Detection;

namespace AgentCore.LiteLlm.Reports;

/// <summary>Finds nothing by itself, so that of a text only what was replaced before is replaced.</summary>
internal sealed class KnownValuesOnly : IEntityDetector
{
    /// <inheritdoc/>
    public ValueTask<ImmutableArray<ImmutableArray<EntityFinding>>> FindAsync(ImmutableArray<string> texts, CancellationToken cancellationToken) =>
        ValueTask.FromResult<ImmutableArray<ImmutableArray<EntityFinding>>>([.. texts.Select(_ => ImmutableArray<EntityFinding>.Empty)]);
}
