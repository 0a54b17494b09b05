using System.Collections.Immutable;
using AgentCore.LiteLlm.Protection.Detection.Presidio;

namespace AgentCore.LiteLlm.Protection.Detection;

/// <summary>
/// Finds personal data in process and, where there is one, with a Presidio analyzer service; what patterns prove wins over what a model
/// guesses.
/// </summary>
internal sealed class CombinedDetector : IEntityDetector, IDisposable
{
    private readonly PatternDetector _patterns;
    private readonly PresidioDetector? _service;

    internal CombinedDetector(PatternDetector patterns, PresidioDetector? service)
    {
        _patterns = patterns;
        _service = service;
    }

    /// <summary>Gets a value indicating whether an analyzer service takes part.</summary>
    public bool HasService => _service is not null;

    /// <inheritdoc/>
    public async ValueTask<ImmutableArray<ImmutableArray<EntityFinding>>> FindAsync(ImmutableArray<string> texts, CancellationToken cancellationToken)
    {
        ImmutableArray<List<Candidate>> candidates = [.. texts.Select(t => _patterns.Propose(t, cancellationToken))];
        if (_service is not null)
        {
            ImmutableArray<ImmutableArray<Candidate>> more = await _service.ProposeAsync(texts, cancellationToken).ConfigureAwait(false);
            for (int at = 0; at < texts.Length; at++)
            {
                candidates[at].AddRange(more[at].Where(c => !_patterns.MayPass(texts[at], c)));
            }
        }

        return [.. candidates.Select((c, at) => Conflicts.Settle(c, texts[at]))];
    }

    /// <summary>Finds what patterns can find in one text, at once; where no service takes part that is everything.</summary>
    /// <param name="text">The text.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>The findings by place; no two overlap.</returns>
    public ImmutableArray<EntityFinding> FindByPatterns(string text, CancellationToken cancellationToken = default) =>
        Conflicts.Settle(_patterns.Propose(text, cancellationToken), text);

    /// <inheritdoc/>
    public void Dispose() => _service?.Dispose();
}
