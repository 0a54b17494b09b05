using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Terminal;

/// <summary>What may stand in place of a piece of the text.</summary>
/// <param name="Start">Where the piece begins.</param>
/// <param name="Candidates">What may stand there; empty for nothing.</param>
internal sealed record EditOffer(int Start, ImmutableArray<string> Candidates)
{
    /// <summary>Gets a completion that offers nothing.</summary>
    public static EditOffer None { get; } = new(0, []);
}
