using System.Text.Json;
using AgentCore.LiteLlm.Policies;
using AgentCore.LiteLlm.Policies.Cedar;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Policies.Cedar;

public sealed class CedarOracleTests
{
    private const int Many = 12_000;

    [Fact]
    public async Task Policies_are_judged_as_Cedar_judges_them()
    {
        CedarCases cases = new(20261128);
        (CallRule[] Rules, CedarQuestion Asked)[] asked = [.. Enumerable.Range(0, Many).Select(_ => Make(cases))];

        CedarDecision[] answers = await CedarEvaluator.JudgeAsync(asked.Select(a => a.Asked), TestContext.Current.CancellationToken);

        Assert.Equal(Many, answers.Length);
        int allowed = 0;
        int failed = 0;
        foreach (((CallRule[] rules, CedarQuestion question), CedarDecision answer) in asked.Zip(answers))
        {
            PolicyDecision ours = new CallPolicy([.. rules], IsEnforced: true, TargetPrefix: null).Judge(question.Action, [], question.Input);
            string what = $"{question.Policies} {question.Input}\n{string.Join('\n', answer.Errors)}\n{string.Join('\n', ours.Rules)}\n{ours.Reason}";
            Assert.True(answer.Decision is not null, what);

            // One thing is stricter here: a rule that denies and cannot be judged denies.
            int[] errors = [.. answer.Errors.Select(e => int.Parse(e["policy".Length..], null))];
            bool isDenied = errors.Any(e => !rules[e].Allows);
            Assert.True(ours.Allowed == (answer.Decision == "allow" && !isDenied), what);
            Assert.True(
                errors.Order().SequenceEqual(Enumerable.Range(0, rules.Length).Where(r => ours.Rules[r].Outcome == PolicyRuleOutcome.Failed)), what);
            allowed += ours.Allowed ? 1 : 0;
            failed += errors.Length > 0 ? 1 : 0;
        }

        // Cases that all end alike would prove nothing.
        Assert.InRange(allowed, Many / 20, Many / 2);
        Assert.InRange(failed, Many / 20, Many - (Many / 20));
    }

    [Fact]
    public async Task What_Cedar_does_not_read_is_not_read()
    {
        CedarCases cases = new(7);
        string[] conditions = [.. Enumerable.Range(0, 4000).Select(_ => cases.Broken(cases.Condition()))];

        CedarDecision[] answers = await CedarEvaluator.JudgeAsync(
            conditions.Select(c => new CedarQuestion(Write(true, "t", c, null), "t", cases.Input())), TestContext.Current.CancellationToken);

        int refused = 0;
        foreach ((string condition, CedarDecision answer) in conditions.Zip(answers))
        {
            CedarExpression? read = CedarReader.Read(condition, out CedarProblem? problem);
            string what = $"{JsonSerializer.Serialize(condition)}: {problem} {string.Join(' ', answer.Errors)}";
            Assert.True(read is null == problem is not null, what);
            Assert.True(read is null || answer.Decision is not null, $"Read, though it is no Cedar: {what}");
            Assert.True(problem is not { IsForeign: false } || answer.Decision is null, $"Called no Cedar, though it is: {what}");
            refused += read is null ? 1 : 0;
        }

        Assert.InRange(refused, 500, 3500);
    }

    private static (CallRule[] Rules, CedarQuestion Asked) Make(CedarCases cases)
    {
        (bool Allows, string Tool, string? When, string? Unless)[] rules =
        [
            .. Enumerable.Range(0, cases.Pick([1, 1, 2, 3])).Select(i => (
                i == 0 || !cases.Chance(3), cases.Chance(6) ? "other" : "t",
                cases.Chance(6) ? null : cases.Condition(), cases.Chance(3) ? cases.Condition() : null)),
        ];
        string text = string.Join('\n', rules.Select(r => Write(r.Allows, r.Tool, r.When, r.Unless)));
        CallRule[] ours = [.. rules.Select((r, i) => new CallRule($"{i}", r.Allows, r.Tool) { When = Read(r.When), Unless = Read(r.Unless) })];
        return (ours, new CedarQuestion(text, "t", cases.Input()));
    }

    // What comes after a comment in the condition would belong to it.
    private static string Write(bool allows, string tool, string? when, string? unless) =>
        $"{(allows ? "permit" : "forbid")} (principal, action == Action::\"{tool}\", resource)"
            + (when is null ? "" : $" when {{ {when}\n}}") + (unless is null ? "" : $" unless {{ {unless}\n}}") + ";";

    private static CedarExpression? Read(string? condition)
    {
        if (condition is null)
        {
            return null;
        }

        CedarExpression? read = CedarReader.Read(condition, out CedarProblem? problem);
        Assert.True(read is not null, $"{condition}: {problem}");
        return read;
    }
}
