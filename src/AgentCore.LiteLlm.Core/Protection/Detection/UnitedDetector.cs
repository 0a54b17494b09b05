using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Protection.Detection;

/// <summary>Finds what any of several detectors finds. Findings that overlap are one, so that no letter of either is left over.</summary>
/// <param name="detectors">The detectors.</param>
internal sealed class UnitedDetector(ImmutableArray<IEntityDetector> detectors) : IEntityDetector
{
    /// <inheritdoc/>
    public bool HasService => detectors.Any(d => d.HasService);

    /// <inheritdoc/>
    public async ValueTask<ImmutableArray<ImmutableArray<EntityFinding>>> FindAsync(ImmutableArray<string> texts, CancellationToken cancellationToken)
    {
        List<EntityFinding>[] all = [.. texts.Select(_ => new List<EntityFinding>())];
        foreach (IEntityDetector detector in detectors)
        {
            ImmutableArray<ImmutableArray<EntityFinding>> found = await detector.FindAsync(texts, cancellationToken).ConfigureAwait(false);
            for (int at = 0; at < all.Length; at++)
            {
                all[at].AddRange(found[at]);
            }
        }

        return [.. all.Select(Unite)];
    }

    private static ImmutableArray<EntityFinding> Unite(List<EntityFinding> found)
    {
        List<EntityFinding> united = [];
        foreach (EntityFinding next in found.OrderBy(f => f.Start).ThenByDescending(f => f.Length))
        {
            if (united.Count == 0 || next.Start >= united[^1].Start + united[^1].Length)
            {
                united.Add(next);
                continue;
            }

            EntityFinding last = united[^1];
            int length = Math.Max(last.Length, next.Start - last.Start + next.Length);
            united[^1] = (next.Length > last.Length ? next : last) with { Start = last.Start, Length = length };
        }

        return [.. united];
    }
}
