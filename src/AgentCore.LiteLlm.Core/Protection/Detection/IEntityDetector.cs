using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Protection.Detection;

/// <summary>Finds personal data in texts.</summary>
internal interface IEntityDetector
{
    /// <summary>Gets a value indicating whether a service is asked, for which many texts at once are cheaper.</summary>
    bool HasService => false;

    /// <summary>Looks through texts.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>
    /// For each text, in the same order, its findings by place; no two of a text overlap. A detector that fails throws: it never answers
    /// with less than it was asked for.
    /// </returns>
    ValueTask<ImmutableArray<ImmutableArray<EntityFinding>>> FindAsync(ImmutableArray<string> texts, CancellationToken cancellationToken);
}
