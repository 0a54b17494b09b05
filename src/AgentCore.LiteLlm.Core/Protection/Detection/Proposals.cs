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

    /// <summary>Gets or sets where the last web address ends; what looks like another one before that is a part of it.</summary>
    public int AddressEnd { get; set; }

    /// <summary>Proposes a span of the view.</summary>
    public void Add(Recogniser recogniser, int start, int end, double score, Proof proof = Proof.Shape)
    {
        int nearness = _window.Find(recogniser.Context, start, end);
        double weighed = nearness > 0 ? Math.Min(1, Math.Max(ContextLeast, score + ContextBonus)) : score;
        if (weighed < threshold)
        {
            return;
        }

        Candidate candidate = new(recogniser.Entity, view.StartOf(start), view.EndOf(end), Math.Round(weighed, 6), proof, nearness);
        if (!mayPass(original, candidate))
        {
            Kept.Add(candidate);
        }
    }

    /// <summary>Gets or sets where the last number ends that was judged whole, and whether it is one to dial; its groups are none by themselves.</summary>
    public (int End, bool IsPhone) LastNumber { get; set; }

    /// <summary>Says how near one of some phrases stands to a span: 7 right before it, less further away, 1 after it; 0 for none.</summary>
    public int NearnessOf(ContextPhrases phrases, int start, int end) => _window.Find(phrases, start, end);

    /// <summary>Says whether one of some phrases stands right before a place, but for fillers.</summary>
    public bool IsNamed(ContextPhrases phrases, ContextPhrases fillers, int start) => _window.IsNamed(phrases, fillers, start);

    /// <summary>Says whether one of some phrases stands right after a place.</summary>
    public bool IsCounted(ContextPhrases phrases, int end) => _window.IsCounted(phrases, end);
}
