using System.Collections.Immutable;
using System.Text.Json;
using AgentCore.LiteLlm.Schemas.Evaluation;

namespace AgentCore.LiteLlm.Schemas.Keywords;

/// <summary>What to say when no branch of a union fits: what the branch that was most likely meant objects to.</summary>
internal static class NearestBranch
{
    private const int MostAlternatives = 4;
    private const int MostReasons = 3;
    private const int MostExpectations = 12;

    public static bool Report(Keyword union, ImmutableArray<SchemaNode> branches, JsonElement instance, SchemaRun run)
    {
        if (!run.TakesWords())
        {
            return false;
        }

        ImmutableArray<SchemaFindings> nearest = FindNearest(branches, instance, run);
        if (nearest.Length == 1)
        {
            return run.Fail(nearest[0]);
        }

        return FindShared(nearest, run.Depth) is { } shared ? run.Fail(shared) : run.Fail(union, Summarize(nearest));
    }

    private static ImmutableArray<SchemaFindings> FindNearest(ImmutableArray<SchemaNode> branches, JsonElement instance, SchemaRun run)
    {
        ImmutableArray<SchemaFindings>.Builder nearest = ImmutableArray.CreateBuilder<SchemaFindings>();
        (int, int, int) least = (int.MaxValue, 0, 0);
        foreach (SchemaNode branch in branches)
        {
            SchemaFindings findings = run.Try(branch, instance);
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
    // Where no branch is free of both, what else they object to says nothing.
    private static (int WrongTypes, int WrongTags, int Others) DistanceOf(SchemaFindings findings, int depth)
    {
        int types = findings.Kept.Count(finding => IsWrongType(finding, depth));
        int tags = findings.Kept.Count(finding => IsWrongTag(finding, depth));
        return (types, tags, types + tags > 0 ? 0 : findings.Count);
    }

    private static bool IsWrongType(Finding finding, int depth) => finding.Depth == depth && finding.Rule is TypeAssertion;

    private static bool IsWrongTag(Finding finding, int depth) => finding.Depth <= depth + 1 && finding.Expectation?.IsFixed == true;

    // "must be a string or null, but it is a number" for branches that are told apart by the same thing.
    private static SchemaFindings? FindShared(ImmutableArray<SchemaFindings> nearest, int depth)
    {
        Finding?[] telling = [.. nearest.Select(findings => FindTelling(findings, depth))];
        if (telling[0] is not { } first || telling.Any(finding => finding?.Expectation is null || finding.Path != first.Path))
        {
            return null;
        }

        string[] expected = [.. telling.Select(finding => finding!.Expectation!.Expected).Distinct(StringComparer.Ordinal)];
        Expectation expectation = new(
            string.Join(" or ", expected.Take(MostExpectations)), telling[^1]!.Expectation!.Actual, IsFixed: expected.Length == 1);

        SchemaFindings shared = new();
        shared.Add(first with { Explanation = expectation.ToString(), Expectation = expectation });
        return shared;
    }

    private static Finding? FindTelling(SchemaFindings findings, int depth) =>
        findings.Kept.FirstOrDefault(finding => IsWrongType(finding, depth) || IsWrongTag(finding, depth))
        ?? (findings.Count == 1 ? findings.Kept[0] : null);

    private static string Summarize(ImmutableArray<SchemaFindings> nearest)
    {
        string[] alternatives = [.. nearest.Select(Summarize).Distinct(StringComparer.Ordinal)];
        string more = alternatives.Length > MostAlternatives ? $"; or one of {alternatives.Length - MostAlternatives} more" : "";
        return $"fits none of the allowed forms: {string.Join("; or ", alternatives.Take(MostAlternatives))}{more}";
    }

    private static string Summarize(SchemaFindings findings)
    {
        string reasons = string.Join(", and ", findings.Kept.Take(MostReasons).Select(f => $"{f.Path} {f.Explanation}"));
        return findings.Count > MostReasons ? $"{reasons}, and {findings.Count - MostReasons} more" : reasons;
    }
}
