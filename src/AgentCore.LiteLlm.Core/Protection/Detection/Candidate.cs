namespace AgentCore.LiteLlm.Protection.Detection;

/// <summary>A finding before conflicts with others are settled.</summary>
/// <param name="Entity">What it would be.</param>
/// <param name="Start">Where it begins in the text.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Score">How sure that is.</param>
/// <param name="Proof">What speaks for it.</param>
/// <param name="Nearness">How near a word stands that speaks for it; 0 for none.</param>
internal readonly record struct Candidate(string Entity, int Start, int End, double Score, Proof Proof, int Nearness = 0)
{
    public int Length => End - Start;

    public bool Meets(Candidate other) => Start < other.End && other.Start < End;
}
