using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Chat;

/// <summary>Levels of effort that a model was found to take; none known stands for all of them.</summary>
/// <param name="Bits">One bit for each level.</param>
internal readonly record struct EffortSet(int Bits)
{
    /// <summary>Makes the set of some levels.</summary>
    /// <param name="levels">The levels.</param>
    public static EffortSet Of(IEnumerable<ReasoningEffort> levels) => new(levels.Aggregate(0, static (bits, level) => bits | (1 << (int)level)));

    /// <summary>Says whether a level is among them.</summary>
    /// <param name="level">The level.</param>
    public bool Contains(ReasoningEffort level) => Bits == 0 || (Bits & (1 << (int)level)) != 0;

    /// <summary>
    /// Finds the level that comes nearest, the lower of two that are as near: it costs no more than was asked for. Reasoning is not turned off
    /// by it, and is only as much as it must be where it cannot be.
    /// </summary>
    /// <param name="wanted">The level that is wanted.</param>
    public ReasoningEffort Nearest(ReasoningEffort wanted)
    {
        if (Contains(wanted))
        {
            return wanted;
        }

        EffortSet taken = this;
        ImmutableArray<ReasoningEffort> levels = [.. Enum.GetValues<ReasoningEffort>().Where(taken.Contains)];
        return levels.Where(l => l != ReasoningEffort.None || levels.Length == 1).MinBy(l => (Math.Abs(l - wanted) * 2) + (l > wanted ? 1 : 0));
    }
}
