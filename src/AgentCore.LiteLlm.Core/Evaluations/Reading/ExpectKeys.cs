using System.Collections.Immutable;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Keys;
using AgentCore.LiteLlm.Protection.Detection;

namespace AgentCore.LiteLlm.Evaluations.Reading;

/// <summary>The keys of <c>expect</c>: the assertions.</summary>
internal static class ExpectKeys
{
    public static readonly OneOrManyKey Contains = new("contains", "Text that the answer must contain, or a list of such.");

    public static readonly OneOrManyKey NotContains = new("not_contains", "Text that the answer must not contain, or a list of such.");

    public static readonly TextKey EqualTo = new("equals", "What the answer must be, white space around it aside.");

    public static readonly BooleanKey IgnoreCase = new(
        "ignore_case", "Whether upper and lower case are the same for contains, not_contains and equals.", false);

    public static readonly OneOrManyKey Matches =
        new("matches", "A regular expression that the answer must match somewhere, or a list of such; (?i) at its beginning ignores case.")
        {
            Form = TextForm.Pattern,
        };

    public static readonly OneOrManyKey NotMatches = new("not_matches", "A regular expression that the answer must match nowhere, or a list of such.")
    {
        Form = TextForm.Pattern,
    };

    public static readonly SchemaKey Schema = new(
        "schema",
        "A JSON Schema of draft 2020-12 that the answer must fit, or the name of one in the folder schemas beside this file, or a path below it. The answer is "
            + "the structured output, or else the whole text as JSON.");

    public static readonly OneOrManyKey ToolCalled = new(
        "tool_called", "A tool that the model must have called: its name, or name, arguments and matches, or a list of these.",
        static () => ToolKeys.Shape);

    public static readonly OneOrManyKey ToolNotCalled = new(
        "tool_not_called", "A tool that the model must not have called: its name, or name, arguments and matches, or a list of these.",
        static () => ToolKeys.Shape);

    public static readonly BlockKey Trajectory = new(
        "trajectory", "The tools on the way to the answer: those that must be called in order or in any order, and those that never may.",
        static () => TrajectoryKeys.Shape);

    public static readonly OneOrManyKey SimilarTo = new(
        "similar_to", "A text that the answer must be like, or a list of which it must be like one: a text, or text and at_least.",
        static () => SimilarKeys.Shape);

    public static readonly OneOrManyKey Judge = new(
        "judge", "A model that judges the answer, by its name, or name, at_least and criteria, or a list of these.", static () => CaseJudgeKeys.Shape);

    public static readonly TextKey FinishReason = new("finish_reason", "Why the model must have stopped, in the endpoint's word.") { Example = "stop" };

    public static readonly NumberKey MaxCost = new(
        "max_cost", "The most that the answer may cost, in US dollars; an answer whose cost nobody knows fails.", 0, 1_000_000);

    public static readonly DurationKey MaxLatency = new("max_latency", "The longest that the answer may take, retries and tools included, with its unit.")
    {
        Example = "5s",
    };

    public static readonly BlockShape Shape =
        new(
            Contains, NotContains, EqualTo, IgnoreCase, Matches, NotMatches, SimilarTo, Schema, ToolCalled, ToolNotCalled, Trajectory, Judge, FinishReason,
            MaxCost, MaxLatency)
        {
            IsClosed = true,
        };

    /// <summary>Reads the block.</summary>
    /// <param name="block">The block.</param>
    /// <returns>What it says.</returns>
    public static Expectations Read(BlockReader block)
    {
        bool ignoresCase = block.Boolean(IgnoreCase);
        ImmutableArray<CaseAssertion>.Builder found = ImmutableArray.CreateBuilder<CaseAssertion>();
        found.AddRange(block.OneOrMany<CaseAssertion>(Contains, t => new CaseAssertion.Contains(t, true, ignoresCase)));
        found.AddRange(block.OneOrMany<CaseAssertion>(NotContains, t => new CaseAssertion.Contains(t, false, ignoresCase)));
        found.AddRange(block.OneOrMany<CaseAssertion>(Matches, t => ToMatches(t, true)));
        found.AddRange(block.OneOrMany<CaseAssertion>(NotMatches, t => ToMatches(t, false)));
        found.AddRange(ReadTools(block, ToolCalled, isWanted: true));
        found.AddRange(ReadTools(block, ToolNotCalled, isWanted: false));
        found.AddRange(block.Block(Trajectory, TrajectoryKeys.Read)?.Assertions ?? []);
        if (block.OneOrMany(SimilarTo, SimilarKeys.Read, SimilarKeys.Read) is { IsEmpty: false } texts)
        {
            found.Add(new CaseAssertion.SimilarTo(texts));
        }

        if (block.Text(EqualTo) is { } equal)
        {
            found.Add(new CaseAssertion.EqualTo(equal, ignoresCase));
        }

        if (block.Schema(Schema) is { } setting && AssertionSchema.Find(block, Schema, setting) is { } schema)
        {
            found.Add(new CaseAssertion.FitsSchema(schema));
        }

        if (block.Text(FinishReason) is { } reason)
        {
            found.Add(new CaseAssertion.Finished(reason));
        }

        if (block.Number(MaxCost) is { } cost)
        {
            found.Add(new CaseAssertion.MaxCost((decimal)cost));
        }

        if (block.Duration(MaxLatency) is { } limit)
        {
            found.Add(new CaseAssertion.MaxLatency(limit));
        }

        return new Expectations(found.DrainToImmutable()) { Judges = ReadJudges(block) };
    }

    private static ImmutableArray<CaseJudge> ReadJudges(BlockReader block)
    {
        TextPlace place = block.PlaceOf(Judge);
        return block.OneOrMany(
            Judge, name => new CaseJudge(name) { Location = new SourceLocation(block.Findings.Source.File, place.Line, place.Column) }, CaseJudgeKeys.Read);
    }

    // Whether it is a regular expression was checked when it was read as text.
    private static CaseAssertion.Matches ToMatches(string pattern, bool isWanted) => new(SafeRegex.Read(pattern, pattern, out _)!, isWanted);

    private static ImmutableArray<CaseAssertion> ReadTools(BlockReader block, OneOrManyKey key, bool isWanted) =>
        block.OneOrMany<CaseAssertion>(
            key, name => new CaseAssertion.CalledTool(new ExpectedCall(name), isWanted), tool => new CaseAssertion.CalledTool(ToolKeys.Read(tool), isWanted));
}
