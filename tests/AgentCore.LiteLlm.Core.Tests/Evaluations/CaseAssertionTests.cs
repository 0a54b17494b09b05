using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Evaluations;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Outputs;
using AgentCore.LiteLlm.Protection;
using AgentCore.LiteLlm.Protection.Detection;
using AgentCore.LiteLlm.Schemas;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Evaluations;

public sealed class CaseAssertionTests
{
    private static AgentReply Paris { get; } = new()
    {
        Text = "The capital is Paris.\n",
        RequestedModel = "m",
        Endpoint = "http://e",
        Mode = ExecutionMode.Production,
        FinishReason = "stop",
        Cost = 0.02m,
        Duration = TimeSpan.FromSeconds(2),
        ToolCalls = [new ToolCall("1", "Get-City", """{"Country":"France","Year":2026.0,"Opts":{"a":[1,2],"b":null}}""")],
    };

    [Theory]
    [InlineData("Paris", true, false, null)]
    [InlineData("paris", true, true, null)]
    [InlineData("paris", true, false, "contains: expected the answer to contain 'paris', but the answer is 'The capital is Paris. '.")]
    [InlineData("Paris", false, false, "not_contains: expected the answer not to contain 'Paris', but the answer is 'The capital is Paris. '.")]
    [InlineData("Rome", false, false, null)]
    public void Contains(string text, bool isWanted, bool ignoresCase, string? expected) =>
        Assert.Equal(expected, new CaseAssertion.Contains(text, isWanted, ignoresCase).Check(Paris)?.ToString());

    // Reports go where prompts do not: what a filter took out must not come back in them.
    [Fact]
    public void An_answer_into_which_personal_data_was_put_back_is_not_shown()
    {
        AgentReply reply = Paris with { Protection = new ProtectionReport { Found = [new EntityCount("PERSON", ProtectionAction.Replace, 1)] } };

        string shown = new CaseAssertion.Contains("Rome", true, false).Check(reply)
            + $" {new CaseAssertion.CalledTool(new ExpectedCall("Get-Sea"), true).Check(reply)}";

        Assert.DoesNotContain("Paris", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("France", shown, StringComparison.Ordinal);
        Assert.Contains("Reply of the result", shown, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "Paris", $"{new CaseAssertion.FitsSchema(OutputSchema.Read("""{"const":"Rome"}""", out _)!).Check(reply with { Text = "\"Paris\"" })}",
            StringComparison.Ordinal);
        Assert.Contains("it took 2.000 s", $"{new CaseAssertion.MaxLatency(TimeSpan.FromSeconds(1)).Check(reply)}", StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_of_a_run_that_filters_personal_data_quotes_neither_answer_nor_endpoint()
    {
        CaseRun mismatch = new(new EvaluationCase { Name = "a", Prompt = "b", File = "f", Line = 1 }, 1) { IsProtected = true };
        CaseRun refused = new(mismatch.Case, 1) { IsProtected = true };
        ChatFailure failure = new()
        {
            Kind = FailureKind.OutputSchemaMismatch,
            Summary = "not 'Ann'",
            Endpoint = "http://e",
            Violations = [new SchemaViolation("$", "#/const", "const", "$ must be 1, but it is 'Ann'")],
        };
        mismatch.Fail(new ChatException(failure));
        refused.Fail(
            new ChatException(failure with
            {
                Kind = FailureKind.BadRequest,
                HttpStatus = 400,
                ProviderMessage = "bad 'Ann'",
                Summary = "http://e answered 400: bad 'Ann'",
            }));

        Assert.Equal("output_schema: expected an answer that fits the schema asked for, but The rule '#/const' is broken.", mismatch.Result!.Message);
        Assert.StartsWith("http://e answered 400; ", refused.Result!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Ann", $"{mismatch.Result} {refused.Result}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(" The capital is Paris.", false, true)]
    [InlineData("the capital is paris.", true, true)]
    [InlineData("the capital is paris.", false, false)]
    [InlineData("Paris", false, false)]
    public void Equals_ignores_white_space_around_it(string text, bool ignoresCase, bool holds) =>
        Assert.Equal(holds, new CaseAssertion.EqualTo(text, ignoresCase).Check(Paris) is null);

    [Theory]
    [InlineData(@"\bParis\b", true, true)]
    [InlineData("^Paris", true, false)]
    [InlineData("(?i)PARIS", true, true)]
    [InlineData("Rome", false, true)]
    [InlineData("Paris", false, false)]
    public void Matches(string pattern, bool isWanted, bool holds) =>
        Assert.Equal(holds, new CaseAssertion.Matches(SafeRegex.Read(pattern, "p", out _)!, isWanted).Check(Paris) is null);

    [Theory]
    [InlineData("Get-City", null, true)]
    [InlineData("get-city", null, true)]
    [InlineData("Get-Town", null, false)]
    [InlineData("Get-City", """{"Country":"France"}""", true)]
    [InlineData("Get-City", """{"Year":2026}""", true)]
    [InlineData("Get-City", """{"Opts":{"a":[1,2]}}""", true)]
    [InlineData("Get-City", """{"Opts":{"a":[1]}}""", false)]
    [InlineData("Get-City", """{"country":"France"}""", false)]
    [InlineData("Get-City", """{"Opts":{"c":null}}""", false)]
    public void Tools_are_called_with_at_least_these_arguments(string name, string? arguments, bool holds)
    {
        JsonElement? wanted = arguments is null ? null : JsonDocument.Parse(arguments).RootElement;

        Assert.Equal(holds, new CaseAssertion.CalledTool(new ExpectedCall(name) { Arguments = wanted }, true).Check(Paris) is null);
        Assert.Equal(!holds, new CaseAssertion.CalledTool(new ExpectedCall(name) { Arguments = wanted }, false).Check(Paris) is null);
    }

    [Fact]
    public void Calls_that_were_answered_count_and_broken_arguments_fit_nothing()
    {
        AgentReply ran = Paris with
        {
            ToolCalls = [],
            Steps =
            [
                new AgentStep { Iteration = 1, Kind = AgentStepKind.Turn },
                new AgentStep { Iteration = 1, Kind = AgentStepKind.Tool, Tool = "Get-City", Arguments = "{broken" },
            ],
        };

        Assert.Null(new CaseAssertion.CalledTool(new ExpectedCall("Get-City"), true).Check(ran));
        Assert.Equal(
            "it called 'Get-City' with '{broken'",
            new CaseAssertion.CalledTool(new ExpectedCall("Get-City") { Arguments = JsonDocument.Parse("{}").RootElement }, true).Check(ran)!.Actual);
        Assert.Equal("it called no tool", new CaseAssertion.CalledTool(new ExpectedCall("x"), true).Check(Paris with { ToolCalls = [] })!.Actual);
    }

    [Theory]
    [InlineData("Country", "(?i)^FR", true)]
    [InlineData("Country", "^rance", false)]
    [InlineData("country", "France", false)]
    [InlineData("Year", @"^2026(\.0)?$", true)]
    [InlineData("Opts", @"\[1,2\]", true)]
    [InlineData("Nothing", ".*", false)]
    public void Arguments_are_matched_by_patterns(string argument, string pattern, bool holds)
    {
        ExpectedCall call = new("Get-City") { Patterns = [new(argument, SafeRegex.Read(pattern, "p", out _)!)] };

        Assert.Equal(holds, new CaseAssertion.CalledTool(call, true).Check(Paris) is null);
        Assert.Equal(!holds, new CaseAssertion.CalledTool(call, false).Check(Paris) is null);
    }

    [Theory]
    [InlineData("InOrder", "a b c", null)]
    [InlineData("InOrder", "A C", null)]
    [InlineData("InOrder", "b a", "after 'b' came no 'a': it called 'a' with '{}', 'b' with '{}', 'b' with '{}', 'c' with '{}'")]
    [InlineData("InOrder", "b b b", "after 'b' came no 'b': it called 'a' with '{}', 'b' with '{}', 'b' with '{}', 'c' with '{}'")]
    [InlineData("InOrder", "x", "it called 'a' with '{}', 'b' with '{}', 'b' with '{}', 'c' with '{}'")]
    [InlineData("AnyOrder", "c b a b", null)]
    [InlineData("AnyOrder", "c c", "no call is left for 'c': it called 'a' with '{}', 'b' with '{}', 'b' with '{}', 'c' with '{}'")]
    [InlineData("Never", "x y", null)]
    [InlineData("Never", "x c", "it called 'c' with '{}'")]
    public void The_way_to_an_answer_is_held_to(string order, string calls, string? actual)
    {
        AgentReply reply = Paris with { ToolCalls = [.. "abbc".Select((c, n) => new ToolCall($"{n}", $"{c}", "{}"))] };

        CaseAssertion way = new CaseAssertion.Trajectory(Enum.Parse<TrajectoryOrder>(order), [.. calls.Split(' ').Select(c => new ExpectedCall(c))]);

        Assert.Equal(actual, way.Check(reply)?.Actual);
    }

    // Who takes the first call that fits leaves none for the one that only that call fits.
    [Fact]
    public void Calls_in_any_order_are_shared_out_so_that_as_many_as_can_be_are_met()
    {
        ExpectedCall any = new("a");
        ExpectedCall low = new("a") { Patterns = [new("n", SafeRegex.Read("[12]", "p", out _)!)] };
        ExpectedCall one = new("a") { Patterns = [new("n", SafeRegex.Read("1", "p", out _)!)] };
        AgentReply reply = Paris with { ToolCalls = [.. "123".Select((c, n) => new ToolCall($"{n}", "a", $$"""{"n":{{c}}}"""))] };

        Assert.Null(new CaseAssertion.Trajectory(TrajectoryOrder.AnyOrder, [any, low, one]).Check(reply));
        Assert.NotNull(new CaseAssertion.Trajectory(TrajectoryOrder.AnyOrder, [low, one, low]).Check(reply));
    }

    [Fact]
    public void An_answer_is_like_one_of_several_texts()
    {
        CaseAssertion alike = new CaseAssertion.SimilarTo([new SimilarText("Rome it is", 0.7), new SimilarText("Paris is the capital", 0.7)]);

        Assert.Equal("it is 0.5: the answer is 'The capital is Paris. '", alike.Check(Paris)!.Actual);
        Assert.Null(alike.Check(Paris with { Text = "PARIS -- is the _capital_!" }));
    }

    [Theory]
    [InlineData("""{"a":1}""", null, true)]
    [InlineData("""{"a":"x"}""", null, false)]
    [InlineData("a: 1", null, false)]
    [InlineData("words", """{"a":1}""", true)]
    [InlineData("""{"a":1}""", """{"a":"x"}""", false)]
    public void The_output_or_the_text_fits_the_schema(string text, string? output, bool holds)
    {
        OutputSchema schema = OutputSchema.Read("""{"title":"t","type":"object","required":["a"],"properties":{"a":{"type":"integer"}}}""", out _)!;
        AgentReply reply = Paris with { Text = text, Output = output is null ? null : JsonDocument.Parse(output).RootElement };

        Assert.Equal(holds, new CaseAssertion.FitsSchema(schema).Check(reply) is null);
    }

    [Fact]
    public void A_cost_that_nobody_knows_never_passes()
    {
        CaseAssertion limit = new CaseAssertion.MaxCost(0.02m);

        Assert.Null(limit.Check(Paris));
        Assert.Equal("it cost $0.021", limit.Check(Paris with { Cost = 0.021m })!.Actual);
        Assert.Contains("not known", limit.Check(Paris with { Cost = null })!.Actual, StringComparison.Ordinal);
        Assert.Contains("1 of 3 turns", limit.Check(Paris with { UnpricedIterations = 1, Iterations = 3 })!.Actual, StringComparison.Ordinal);
    }

    [Fact]
    public void Time_and_finish_reason_are_held_to()
    {
        Assert.Null(new CaseAssertion.MaxLatency(TimeSpan.FromSeconds(2)).Check(Paris));
        Assert.Equal("it took 2.000 s", new CaseAssertion.MaxLatency(TimeSpan.FromSeconds(1.5)).Check(Paris)!.Actual);
        Assert.Null(new CaseAssertion.Finished("stop").Check(Paris));
        Assert.Equal("it is 'stop'", new CaseAssertion.Finished("length").Check(Paris)!.Actual);
        Assert.Equal("there is none", new CaseAssertion.Finished("length").Check(Paris with { FinishReason = null })!.Actual);
    }

    [Fact]
    public void What_is_shown_is_short_legible_and_without_secrets()
    {
        string text = "\u001b[31m api_key: sk-proj-q7Wq7Wq7Wq7Wq7Wq7Wq7Wq7Wq7W\u202e\r\n" + new string('x', 190) + "🚀" + new string('y', 5_000);

        string actual = new CaseAssertion.Contains("z", true, false).Check(Paris with { Text = text })!.Actual;

        Assert.DoesNotContain("q7W", actual, StringComparison.Ordinal);
        Assert.DoesNotContain(actual, char.IsControl);
        Assert.DoesNotContain(actual, c => c == '\u202e');
        Assert.InRange(actual.Length, 200, 260);
    }

    [Fact]
    public void An_empty_answer_and_a_refusal_are_called_so()
    {
        CaseAssertion wanted = new CaseAssertion.Contains("z", true, false);

        Assert.Equal("the answer is empty", wanted.Check(Paris with { Text = "" })!.Actual);
        Assert.Equal("the model refused: 'No.'", wanted.Check(Paris with { Text = "", Refusal = "No." })!.Actual);
    }
}
