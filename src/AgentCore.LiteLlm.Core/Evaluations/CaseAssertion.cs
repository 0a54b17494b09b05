using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Json;
using AgentCore.LiteLlm.Keys;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Outputs;

namespace AgentCore.LiteLlm.Evaluations;

/// <summary>Something that must hold for an answer. The set is closed.</summary>
internal abstract record CaseAssertion
{
    // Results are stored where prompts are not: what a filter took out before it left must not come back there.
    private const string Withheld = "it is not so; nothing of the answer is shown, because personal data was put back in it, and Reply of the result has it";

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
    /// <param name="Name">The tool's name; case does not count.</param>
    /// <param name="Arguments">What the arguments of the call must hold; null when any do.</param>
    /// <param name="IsWanted">Whether it must have been called.</param>
    public sealed record CalledTool(string Name, JsonElement? Arguments, bool IsWanted) : CaseAssertion(IsWanted ? "tool_called" : "tool_not_called")
    {
        private const int MostShown = 5;

        private protected override string Expected =>
            $"the model {(IsWanted ? "to call" : "not to call")} "
                + $"{Shown.Text(Name)}{(Arguments is { } wanted ? $" with {Shown.Text(wanted.GetRawText())}" : "")}";

        private protected override string? FindDeparture(AgentReply reply)
        {
            (string Name, string Arguments)[] calls =
            [
                .. reply.Steps.SelectMany(s => s.All).Where(s => s.Kind == AgentStepKind.Tool).Select(s => (s.Tool ?? "", s.Arguments ?? "")),
                .. reply.ToolCalls.Select(c => (c.Name, c.Arguments)),
            ];
            if (Array.Exists(calls, IsMeant) == IsWanted)
            {
                return null;
            }

            string shown = string.Join(", ", calls.Take(MostShown).Select(c => $"{Shown.Text(c.Name)} with {Shown.Text(c.Arguments)}"));
            return calls.Length == 0 ? "it called no tool" : $"it called {shown}{(calls.Length > MostShown ? " and others" : "")}";
        }

        private bool IsMeant((string Name, string Arguments) call)
        {
            if (!string.Equals(call.Name, Name, StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }

            if (Arguments is not { } wanted)
            {
                return true;
            }

            using JsonDocument? json = ReceivedJson.Find(Encoding.UTF8.GetBytes(call.Arguments));
            return json is not null && JsonSubset.IsPart(wanted, json.RootElement);
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
