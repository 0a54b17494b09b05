using System.Collections.Immutable;
using AgentCore.LiteLlm.Protection.Detection;

namespace AgentCore.LiteLlm.Tests.Support;

/// <summary>Never answers.</summary>
internal sealed class HangingDetector : IEntityDetector
{
    public async ValueTask<ImmutableArray<ImmutableArray<EntityFinding>>> FindAsync(ImmutableArray<string> texts, CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return [];
    }
}
