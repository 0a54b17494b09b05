using System.Collections.Immutable;
using AgentCore.LiteLlm.Protection.Detection.Phones;
using AgentCore.LiteLlm.Protection.Detection.Shapes;
using AgentCore.LiteLlm.Protection.Detection.Texts;

namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>Knows numbers of fixed shapes: a shape proposes, the check disposes.</summary>
/// <param name="entity">What it finds.</param>
/// <param name="shapes">The shapes, each with the score of what has it.</param>
/// <param name="context">Words that make a find surer.</param>
internal abstract class ShapeRecogniser(string entity, ReadOnlySpan<(string Shape, double Score)> shapes, params ReadOnlySpan<string> context)
    : Recogniser(entity, context)
{
    private const int LongestBody = 40;
    private const double Doubtful = 0.4;

    private readonly ImmutableArray<ScoredShape> _shapes = ScoredShape.From(shapes);

    /// <inheritdoc/>
    public override void Look(in Place place, Proposals found)
    {
        // 'SSN219-09-9998': a word of its own right before it is not a part of it.
        bool isNamed = Context.Contain(place.Lead);
        Span<char> body = stackalloc char[LongestBody];
        int bestStart = 0;
        int bestEnd = 0;
        double bestScore = 0;
        foreach (ScoredShape scored in _shapes)
        {
            for (int words = scored.Shape.LeastLead; words <= scored.Shape.MostLead; words++)
            {
                int start = words == 0 ? place.Start : place.Before(words);
                int length = 0;
                int end = start < 0 ? -1 : scored.Shape.Match(place.Text, start, body, out length);
                bool isFree = end >= 0 && place.IsFree(start, end);
                if (!isFree && words == 0 && isNamed)
                {
                    start = place.FirstDigit;
                    end = scored.Shape.Match(place.Text, start, body, out length);
                    isFree = end >= 0 && place.IsFreeAfter(end);
                }

                if (!isFree)
                {
                    continue;
                }

                double score = Check(body[..length], place.Text[start..end]) switch
                {
                    Verdict.Proven => 1,
                    Verdict.Possible => scored.Score,
                    _ => 0,
                };
                if (score > bestScore)
                {
                    (bestStart, bestEnd, bestScore) = (start, end, score);
                }
            }
        }

        if (bestScore >= 1 && IsRatherTelephone(found, place.Text[bestStart..bestEnd], bestStart, bestEnd))
        {
            found.Add(this, bestStart, bestEnd, Doubtful);
        }
        else if (bestScore > 0)
        {
            found.Add(this, bestStart, bestEnd, bestScore, bestScore >= 1 ? Proof.Check : Proof.Shape);
        }
    }

    // One telephone number in ten has the check digit of something else.
    private bool IsRatherTelephone(Proposals found, ReadOnlySpan<char> written, int start, int end) =>
        !written.ContainsAnyInRange('A', 'z') && found.NearnessOf(PhoneWords.Telephone, start, end) > found.NearnessOf(Context, start, end);

    /// <summary>Checks what has one of the shapes.</summary>
    /// <param name="body">Its letters, in upper case, and digits.</param>
    /// <param name="written">It as it is written.</param>
    protected virtual Verdict Check(ReadOnlySpan<char> body, ReadOnlySpan<char> written) => Verdict.Possible;
}
