using System.Collections.Immutable;
using System.Text.Json;
using AgentCore.LiteLlm.Schemas.Evaluation;

namespace AgentCore.LiteLlm.Schemas.Keywords;

/// <summary>What to say when no branch of a union fits: what the branch that was most likely meant objects to.</summary>
internal static class NearestBranch
{
    private const int MostAlternatives = 4;
    private const int MostReasons = 3;

    public static bool Report(Keyword union, ImmutableArray<SchemaNode> branches, JsonElement instance, SchemaRun run)
    {
        if (!run.TakesWords())
        {
            return false;
        }

        ImmutableArray<Findings> nearest = FindNearest(branches, instance, run);
        if (nearest.Length == 1)
        {
            return run.Fail(nearest[0]);
        }

        return FindShared(nearest) is { } shared ? run.Fail(shared) : run.Fail(union, Summarize(nearest));
    }

    private static ImmutableArray<Findings> FindNearest(ImmutableArray<SchemaNode> branches, JsonElement instance, SchemaRun run)
    {
        ImmutableArray<Findings>.Builder nearest = ImmutableArray.CreateBuilder<Findings>();
        (int, int, int) least = (int.MaxValue, 0, 0);
        foreach (SchemaNode branch in branches)
        {
            Findings findings = run.Try(branch, instance);
            (int, int, int) distance = DistanceOf(findings, run.Depth);
            if (distance.CompareTo(least) < 0)
            {
                nearest.Clear();
                least = distance;
            }

            if (distance == least)
            {
                nearest.Add(findings);
            }
        }

        return nearest.ToImmutable();
    }

    // A wrong type says most clearly that another branch was meant; then a property whose one value names the branch.
    private static (int WrongTypes, int WrongTags, int Others) DistanceOf(Findings findings, int depth) => (
        findings.Kept.Count(f => f.Depth == depth && f.Rule is TypeAssertion),
        findings.Kept.Count(f => f.Depth <= depth + 1 && f.Expectation?.IsFixed == true),
        findings.Count);

    // "must be a string or null, but it is a number" for branches that object to the same thing and nothing else.
    private static Findings? FindShared(ImmutableArray<Findings> nearest)
    {
        Finding first = nearest[0].Kept[0];
        if (nearest.Any(f => f.Count != 1 || f.Kept[0].Expectation is null || f.Kept[0].Path != first.Path))
        {
            return null;
        }

        ImmutableArray<string> expected = [.. nearest.Select(f => f.Kept[0].Expectation!.Expected).Distinct(StringComparer.Ordinal)];
        string all = string.Join(" or ", expected.Take(MostAlternatives * MostReasons));
        Expectation expectation = new(all, nearest[^1].Kept[0].Expectation!.Actual, expected.Length == 1 && first.Expectation!.IsFixed);

        Findings shared = new();
        shared.Add(first with { Explanation = expectation.ToString(), Expectation = expectation });
        return shared;
    }

    private static string Summarize(ImmutableArray<Findings> nearest)
    {
        string[] alternatives = [.. nearest.Select(Summarize).Distinct(StringComparer.Ordinal)];
        string more = alternatives.Length > MostAlternatives ? $"; or one of {alternatives.Length - MostAlternatives} more" : "";
        return $"fits none of the allowed forms: {string.Join("; or ", alternatives.Take(MostAlternatives))}{more}";
    }

    private static string Summarize(Findings findings)
    {
        string reasons = string.Join(", and ", findings.Kept.Take(MostReasons).Select(f => $"{f.Path} {f.Explanation}"));
        return findings.Count > MostReasons ? $"{reasons}, and {findings.Count - MostReasons} more" : reasons;
    }
}
