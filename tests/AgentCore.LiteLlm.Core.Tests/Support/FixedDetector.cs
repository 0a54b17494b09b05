using System.Collections.Immutable;
using AgentCore.LiteLlm.Protection.Detection;

namespace AgentCore.LiteLlm.Tests.Support;

/// <summary>Finds the same in every text, whatever it holds.</summary>
internal sealed class FixedDetector(ImmutableArray<EntityFinding> findings) : IEntityDetector
{
    public ValueTask<ImmutableArray<ImmutableArray<EntityFinding>>> FindAsync(ImmutableArray<string> texts, CancellationToken cancellationToken) =>
        ValueTask.FromResult<ImmutableArray<ImmutableArray<EntityFinding>>>([.. texts.Select(_ => findings)]);
}
