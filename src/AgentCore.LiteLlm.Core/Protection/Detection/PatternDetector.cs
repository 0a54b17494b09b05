using System.Buffers;
using System.Collections.Immutable;
using AgentCore.LiteLlm.Protection.Detection.Recognisers;
using AgentCore.LiteLlm.Protection.Detection.Texts;

namespace AgentCore.LiteLlm.Protection.Detection;

/// <summary>Finds personal data by its written form, in process: one pass over a text, which stops only where something could be.</summary>
internal sealed class PatternDetector : IEntityDetector
{
    private const int PlacesBetweenChecks = 4096;

    private readonly RecogniserSet _recognisers;
    private readonly ImmutableArray<UserPattern> _patterns;
    private readonly AllowedTerms _allowed;
    private readonly double _threshold;

    /// <summary>Initializes the detector with the recognisers of what is asked for.</summary>
    /// <param name="options">What to look for; what needs a model is left out.</param>
    /// <exception cref="ArgumentException">An option cannot be.</exception>
    public PatternDetector(EntityDetectorOptions options)
    {
        DetectorOptionRules.Check(options);
        _recognisers = RecogniserSet.For(EntityCatalogue.Asked(options));
        _patterns = [.. options.Patterns.Select(p => new UserPattern(p))];
        _allowed = new AllowedTerms(options.AllowList, options.AllowListMatch);
        _threshold = options.ScoreThreshold;
    }

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<ImmutableArray<EntityFinding>>> FindAsync(ImmutableArray<string> texts, CancellationToken cancellationToken) =>
        ValueTask.FromResult<ImmutableArray<ImmutableArray<EntityFinding>>>([.. texts.Select(t => Conflicts.Settle(Propose(t, cancellationToken), t))]);

    /// <summary>Finds candidates in one text; they may overlap.</summary>
    internal List<Candidate> Propose(string text, CancellationToken cancellationToken)
    {
        TextView view = TextView.Of(text);
        Proposals found = new(view, _threshold, MayPass, text);
        Scan(view.Text, found, cancellationToken);
        foreach (UserPattern pattern in _patterns)
        {
            pattern.Look(view.Text, found, cancellationToken);
        }

        return found.Kept;
    }

    /// <summary>Says whether the allow-list lets a candidate pass.</summary>
    internal bool MayPass(string text, Candidate candidate) => _allowed.Contain(text.AsSpan(candidate.Start, candidate.Length));

    // Every word is looked at once, and a recogniser never looks further than its longest form: the work grows with the text and no faster.
    private void Scan(ReadOnlySpan<char> text, Proposals found, CancellationToken cancellationToken)
    {
        SearchValues<char> anchors = _recognisers.Anchors;
        int places = 0;
        int floor = 0;
        for (int at = 0; at < text.Length;)
        {
            int hop = text[at..].IndexOfAny(anchors);
            if (hop < 0)
            {
                return;
            }

            if (++places % PlacesBetweenChecks == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            at += hop;
            Place place = char.IsAsciiDigit(text[at]) ? WordAround(text, at, floor) : new Place(text, at, at + 1);
            int guid = char.IsAsciiDigit(text[at]) ? GuidText.EndAround(text, place.Start, place.End) : -1;
            if (guid < 0)
            {
                foreach (Recogniser recogniser in _recognisers.For(text[at]))
                {
                    recogniser.Look(place, found);
                }
            }

            at = Math.Max(place.End, guid);
            floor = at;
        }
    }

    private static Place WordAround(ReadOnlySpan<char> text, int at, int floor)
    {
        int start = at;
        while (start > floor && Place.IsLetter(text[start - 1]))
        {
            start--;
        }

        int end = at + 1;
        while (end < text.Length && Place.IsLetter(text[end]))
        {
            end++;
        }

        return new Place(text, start, end);
    }
}
