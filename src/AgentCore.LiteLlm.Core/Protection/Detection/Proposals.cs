using AgentCore.LiteLlm.Protection.Detection.Recognisers;
using AgentCore.LiteLlm.Protection.Detection.Texts;

namespace AgentCore.LiteLlm.Protection.Detection;

/// <summary>What recognisers propose for one text: weighed with the words around it, and kept when it is sure enough and may not pass.</summary>
internal sealed class Proposals(TextView view, double threshold, Func<string, Candidate, bool> mayPass, string original)
{
    // Presidio's: what a context word adds, and the least that it makes of a candidate.
    private const double ContextBonus = 0.35;
    private const double ContextLeast = 0.4;

    private readonly ContextWindow _window = new(view.Text);

    /// <summary>Gets what was kept.</summary>
    public List<Candidate> Kept { get; } = [];

    /// <summary>Proposes a span of the view.</summary>
    public void Add(Recogniser recogniser, int start, int end, double score, Proof proof = Proof.Shape)
    {
        double weighed = score < 1 && _window.Holds(recogniser.Context, start, end) ? Math.Min(1, Math.Max(ContextLeast, score + ContextBonus)) : score;
        if (weighed < threshold)
        {
            return;
        }

        Candidate candidate = new(recogniser.Entity, view.StartOf(start), view.EndOf(end), Math.Round(weighed, 6), proof);
        if (!mayPass(original, candidate))
        {
            Kept.Add(candidate);
        }
    }

    /// <summary>Says whether one of some phrases stands near a span.</summary>
    public bool IsNear(ContextPhrases phrases, int start, int end) => _window.Holds(phrases, start, end);
}
