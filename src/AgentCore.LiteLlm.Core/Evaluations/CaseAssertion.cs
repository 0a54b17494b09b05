using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Json;
using AgentCore.LiteLlm.Keys;
using AgentCore.LiteLlm.Outputs;

namespace AgentCore.LiteLlm.Evaluations;

/// <summary>Something that must hold for an answer. The set is closed.</summary>
internal abstract record CaseAssertion
{
    // Results are stored where prompts are not: what a filter took out before it left must not come back there.
    private const string Withheld = "it is not so; nothing of the answer is shown, because personal data was put back in it, and Reply of the result has it";

    private const int MostCalls = 5;

    private CaseAssertion(string key) => Key = key;

    /// <summary>Gets the key under which it stands in a case file.</summary>
    public string Key { get; }

    /// <summary>Gets a value indicating whether a case may have several of the kind, so that those of the file's defaults add to its own.</summary>
    internal virtual bool IsRepeatable => true;

    /// <summary>Gets what should be, in words.</summary>
    private protected abstract string Expected { get; }

    /// <summary>Holds an answer against it.</summary>
    /// <param name="reply">The answer.</param>
    /// <returns>What does not hold; null when everything does.</returns>
    public AssertionFailure? Check(AgentReply reply)
    {
        ArgumentNullException.ThrowIfNull(reply);
        return FindDeparture(reply) is { } actual
            ? new AssertionFailure(Key, Expected, QuotesAnswer && reply.Protection is { Found.IsEmpty: false } ? Withheld : actual)
            : null;
    }

    /// <summary>Gets a value indicating whether what is said of a departure may hold words of the answer.</summary>
    private protected virtual bool QuotesAnswer => true;

    /// <summary>Says what is instead of what should be; null when it is as it should be.</summary>
    private protected abstract string? FindDeparture(AgentReply reply);

    private static string Answer(AgentReply reply) => reply is { Text.Length: 0, Refusal: { } refusal }
        ? $"the model refused: {Shown.Text(refusal)}"
        : reply.Text.Length == 0 ? "the answer is empty" : $"the answer is {Shown.Text(reply.Text)}";

    private static string Describe((string Name, string Arguments)[] calls)
    {
        string shown = string.Join(", ", calls.Take(MostCalls).Select(c => $"{Shown.Text(c.Name)} with {Shown.Text(c.Arguments)}"));
        return calls.Length == 0 ? "it called no tool" : $"it called {shown}{(calls.Length > MostCalls ? " and others" : "")}";
    }

    /// <summary>The answer's text must, or must not, hold a text.</summary>
    /// <param name="Text">The text.</param>
    /// <param name="IsWanted">Whether it must be there.</param>
    /// <param name="IgnoresCase">Whether upper and lower case are the same.</param>
    public sealed record Contains(string Text, bool IsWanted, bool IgnoresCase) : CaseAssertion(IsWanted ? "contains" : "not_contains")
    {
        private protected override string Expected => $"the answer {(IsWanted ? "to contain" : "not to contain")} {Shown.Text(Text)}";

        /// <summary>Says whether a text holds it.</summary>
        internal bool IsIn(string text) => text.Contains(Text, IgnoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);

        private protected override string? FindDeparture(AgentReply reply) => IsIn(reply.Text) == IsWanted ? null : Answer(reply);
    }

    /// <summary>The answer's text must be a text, white space around it aside.</summary>
    /// <param name="Text">The text.</param>
    /// <param name="IgnoresCase">Whether upper and lower case are the same.</param>
    public sealed record EqualTo(string Text, bool IgnoresCase) : CaseAssertion("equals")
    {
        /// <inheritdoc/>
        internal override bool IsRepeatable => false;

        private protected override string Expected => $"the answer to be {Shown.Text(Text)}";

        private protected override string? FindDeparture(AgentReply reply) =>
            string.Equals(
                reply.Text.Trim().ReplaceLineEndings("\n"), Text.Trim().ReplaceLineEndings("\n"),
                IgnoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal)
                ? null
                : Answer(reply);
    }

    /// <summary>The answer's text must, or must not, match a regular expression somewhere.</summary>
    /// <param name="Pattern">The expression, whose time grows only with the text.</param>
    /// <param name="IsWanted">Whether it must match.</param>
    public sealed record Matches(Regex Pattern, bool IsWanted) : CaseAssertion(IsWanted ? "matches" : "not_matches")
    {
        private protected override string Expected => $"the answer {(IsWanted ? "to match" : "not to match")} {Shown.Text(Pattern.ToString())}";

        private protected override string? FindDeparture(AgentReply reply) => Pattern.IsMatch(reply.Text) == IsWanted ? null : Answer(reply);
    }

    /// <summary>The structured output, or else the whole text as JSON, must fit a schema.</summary>
    /// <param name="Schema">The schema.</param>
    public sealed record FitsSchema(OutputSchema Schema) : CaseAssertion("schema")
    {
        private const int MostShown = 5;

        /// <inheritdoc/>
        internal override bool IsRepeatable => false;

        private protected override string Expected => $"the answer to fit the schema '{Schema.Name}'";

        private protected override string? FindDeparture(AgentReply reply)
        {
            JsonElement? value = reply.Output as JsonElement? ?? Parse(reply.Text);
            if (value is not { } json)
            {
                return $"{Answer(reply)}, which is no JSON";
            }

            ImmutableArray<Schemas.SchemaViolation> found = Schema.Judge(json).Violations;
            return found.IsEmpty
                ? null
                : Shown.Line(
                    string.Join(' ', found.Take(MostShown))
                        + (found.Length > MostShown ? string.Create(CultureInfo.InvariantCulture, $" ({found.Length - MostShown} more)") : "")).TrimEnd('.');
        }

        private static JsonElement? Parse(string text)
        {
            using JsonDocument? json = ReceivedJson.Find(Encoding.UTF8.GetBytes(text));
            return json?.RootElement.Clone();
        }
    }

    /// <summary>The model must, or must not, have called a tool, whether or not the call was allowed or went well.</summary>
    /// <param name="Call">The call.</param>
    /// <param name="IsWanted">Whether it must have been made.</param>
    public sealed record CalledTool(ExpectedCall Call, bool IsWanted) : CaseAssertion(IsWanted ? "tool_called" : "tool_not_called")
    {
        private protected override string Expected => $"the model {(IsWanted ? "to call" : "not to call")} {Call}";

        private protected override string? FindDeparture(AgentReply reply)
        {
            (string Name, string Arguments)[] calls = ExpectedCall.In(reply);
            return Array.Exists(calls, Call.IsMet) == IsWanted ? null : Describe(calls);
        }
    }

    /// <summary>The model must have come to its answer by way of tools, or without them.</summary>
    /// <param name="Order">How the calls must come.</param>
    /// <param name="Calls">The calls; at least one.</param>
    public sealed record Trajectory(TrajectoryOrder Order, ImmutableArray<ExpectedCall> Calls) : CaseAssertion(Order switch
    {
        TrajectoryOrder.InOrder => "trajectory.in_order",
        TrajectoryOrder.AnyOrder => "trajectory.any_order",
        _ => "trajectory.never",
    })
    {
        private protected override string Expected => Order switch
        {
            TrajectoryOrder.InOrder => $"the model to call {string.Join(", then ", Calls)}",
            TrajectoryOrder.AnyOrder => $"the model to call {string.Join(" and ", Calls)}",
            _ => $"the model never to call {string.Join(" or ", Calls)}",
        };

        private protected override string? FindDeparture(AgentReply reply)
        {
            (string Name, string Arguments)[] calls = ExpectedCall.In(reply);
            switch (Order)
            {
                case TrajectoryOrder.InOrder:
                    int met = CountInOrder(calls);
                    return met == Calls.Length ? null : $"{(met == 0 ? "" : $"after {Calls[met - 1]} came no {Calls[met]}: ")}{Describe(calls)}";
                case TrajectoryOrder.AnyOrder:
                    return CallMatching.FindUnmet(Calls, calls) is not { } unmet ? null
                        : Calls.Length == 1 ? Describe(calls)
                        : $"no call is left for {unmet}: {Describe(calls)}";
                default:
                    (string Name, string Arguments)[] forbidden = [.. calls.Where(c => Calls.Any(f => f.IsMet(c)))];
                    return forbidden.Length == 0 ? null : Describe(forbidden);
            }
        }

        // The first call that meets what is next is as good as any later one: it leaves the most for what follows.
        private int CountInOrder((string Name, string Arguments)[] calls)
        {
            int met = 0;
            foreach ((string Name, string Arguments) call in calls)
            {
                met += met < Calls.Length && Calls[met].IsMet(call) ? 1 : 0;
            }

            return met;
        }
    }

    /// <summary>The answer's text must be like a text, or like one of several.</summary>
    /// <param name="Texts">The texts; at least one.</param>
    public sealed record SimilarTo(ImmutableArray<SimilarText> Texts) : CaseAssertion("similar_to")
    {
        /// <inheritdoc/>
        internal override bool IsRepeatable => false;

        private protected override string Expected => string.Create(
            CultureInfo.InvariantCulture,
            $"the answer to be like {string.Join(" or ", Texts.Select(t => FormattableString.Invariant($"{Shown.Text(t.Text)} ({t.AtLeast:0.##} or more)")))}");

        private protected override string? FindDeparture(AgentReply reply)
        {
            double nearest = 0;
            foreach (SimilarText wanted in Texts)
            {
                double alike = TextSimilarity.Of(reply.Text, wanted.Text);
                if (alike >= wanted.AtLeast)
                {
                    return null;
                }

                nearest = Math.Max(nearest, alike);
            }

            // Cut, not rounded: 0.6999 is not 0.7.
            return string.Create(CultureInfo.InvariantCulture, $"it is {Math.Floor(nearest * 1000) / 1000:0.###}: {Answer(reply)}");
        }
    }

    /// <summary>The answer must not cost more. One whose cost nobody knows does not pass.</summary>
    /// <param name="Dollars">The most it may cost, in US dollars.</param>
    public sealed record MaxCost(decimal Dollars) : CaseAssertion("max_cost")
    {
        /// <inheritdoc/>
        internal override bool IsRepeatable => false;

        private protected override bool QuotesAnswer => false;

        private protected override string Expected => string.Create(CultureInfo.InvariantCulture, $"a cost of at most ${Dollars}");

        private protected override string? FindDeparture(AgentReply reply) => reply.Cost is not { } cost
            ? "the cost is not known: neither the endpoint nor MODEL_PRICING says it"
            : cost > Dollars ? string.Create(CultureInfo.InvariantCulture, $"it cost ${cost}")
            : reply.UnpricedIterations > 0 ? string.Create(
                CultureInfo.InvariantCulture, $"the cost of {reply.UnpricedIterations} of {reply.Iterations} turns is not known")
            : null;
    }

    /// <summary>The answer must not take longer, retries and tools included.</summary>
    /// <param name="Limit">The longest it may take.</param>
    public sealed record MaxLatency(TimeSpan Limit) : CaseAssertion("max_latency")
    {
        /// <inheritdoc/>
        internal override bool IsRepeatable => false;

        private protected override bool QuotesAnswer => false;

        private protected override string Expected => string.Create(CultureInfo.InvariantCulture, $"an answer within {Limit.TotalSeconds} s");

        private protected override string? FindDeparture(AgentReply reply) =>
            reply.Duration <= Limit ? null : string.Create(CultureInfo.InvariantCulture, $"it took {reply.Duration.TotalSeconds:0.000} s");
    }

    /// <summary>The model must have stopped for a reason.</summary>
    /// <param name="Reason">The endpoint's word for it, such as <c>stop</c>.</param>
    public sealed record Finished(string Reason) : CaseAssertion("finish_reason")
    {
        /// <inheritdoc/>
        internal override bool IsRepeatable => false;

        private protected override bool QuotesAnswer => false;

        private protected override string Expected => $"the finish reason {Shown.Text(Reason)}";

        private protected override string? FindDeparture(AgentReply reply) =>
            reply.FinishReason == Reason ? null : reply.FinishReason is null ? "there is none" : $"it is {Shown.Text(reply.FinishReason)}";
    }
}
