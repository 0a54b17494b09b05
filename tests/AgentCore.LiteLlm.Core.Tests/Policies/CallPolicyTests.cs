using System.Text.Json;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Planning;
using AgentCore.LiteLlm.Policies;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Policies;

public sealed class CallPolicyTests
{
    private const string Rules = """
        - {name: reads, allow: get_order}
        - {name: small, allow: pay, when: context.input.amount < 100}
        - {name: never-abroad, deny: pay, unless: 'context.input.region == "eu"'}
        """;

    [Theory]
    [InlineData("get_order", "{}", true, "reads")]
    [InlineData("Get_Order", "{}", false, null)]
    [InlineData("other", "{}", false, null)]
    [InlineData("pay", """{"amount":99,"region":"eu"}""", true, "small")]
    [InlineData("pay", """{"amount":100,"region":"eu"}""", false, null)]
    [InlineData("pay", """{"amount":99,"region":"us"}""", false, "never-abroad")]

    // Cedar would pass the forbidding rule over and allow.
    [InlineData("pay", """{"amount":99}""", false, "never-abroad")]

    // A rule that allows and cannot be judged does not allow.
    [InlineData("pay", """{"amount":99.5,"region":"eu"}""", false, null)]
    public void What_no_rule_allows_is_denied_and_deny_beats_allow(string tool, string arguments, bool isAllowed, string? rule)
    {
        PolicyDecision decision = Policy(Rules).Judge(tool, [], SchemaText.Parse(arguments));

        Assert.Equal((isAllowed, rule, true), (decision.Allowed, decision.Rule, decision.Enforced));
        Assert.Equal(rule is null ? 0 : rule == "reads" ? 15 : rule == "small" ? 16 : 17, decision.Line);
    }

    [Theory]
    [InlineData("""{"amount":1,"Amount":5000,"region":"eu"}""")]
    [InlineData("""{"Amount":5000,"amount":1,"region":"eu"}""")]
    [InlineData("""{"amount":1,"amount":5000,"region":"eu"}""")]
    [InlineData("""{"AMOUNT":1,"region":"eu"}""")]
    [InlineData("""{"amount":1,"region":"eu","Region":"us"}""")]
    public void An_argument_that_a_tool_may_take_for_another_is_never_allowed(string arguments) =>
        Assert.False(Policy(Rules).Judge("pay", [], JsonDocument.Parse(arguments).RootElement).Allowed);

    [Theory]
    [InlineData("context.input.how.force", """{"how":{"force":false,"FORCE":true}}""")]
    [InlineData("context.input.how has force && context.input.how.force", """{"how":{"FORCE":true}}""")]
    [InlineData("context.input.how has risk && context.input.how.risk", """{"how":{"ri\u017Fk":true}}""")]
    [InlineData("context.input.how has risk && context.input.how.risk", """{"how":{"ris\u212A":true}}""")]
    [InlineData("context.input.how == context.input.how", """{"how":{"force":false,"FORCE":true}}""")]
    public void A_name_in_other_case_does_not_slip_past_a_rule_that_denies(string when, string arguments)
    {
        CallPolicy policy = Policy($"- {{name: may, allow: t}}\n- {{name: never, deny: t, when: '{when}'}}");

        Assert.Equal("never", policy.Judge("t", [], SchemaText.Parse(arguments)).Rule);
        bool isAllowed = policy.Judge("t", [], SchemaText.Parse("""{"how":{"force":false,"risk":false}}""")).Allowed;
        Assert.True(isAllowed || when.Contains("==", StringComparison.Ordinal));
    }

    [Fact]
    public void A_large_argument_is_compared_in_a_time_that_grows_with_it()
    {
        string members = string.Join(',', Enumerable.Range(0, 50_000).Select(n => $"\"m{n}\":{n}"));
        CallPolicy policy = Policy("- {name: same, allow: t, when: context.input.a == context.input.b}");

        Assert.True(policy.Judge("t", [], SchemaText.Parse($"{{\"a\":{{{members}}},\"b\":{{{members}}}}}")).Allowed);
    }

    [Fact]
    public void The_order_of_rules_is_of_no_account()
    {
        string reversed = string.Join('\n', Rules.Split('\n').Reverse());

        Assert.False(Policy(reversed).Judge("pay", [], SchemaText.Parse("""{"amount":1,"region":"us"}""")).Allowed);
        Assert.True(Policy(reversed).Judge("pay", [], SchemaText.Parse("""{"amount":1,"region":"eu"}""")).Allowed);
    }

    [Fact]
    public void Each_rule_says_what_became_of_it()
    {
        PolicyDecision decision = Policy(Rules).Judge("pay", [], SchemaText.Parse("""{"amount":1.5}"""));

        Assert.Equal([PolicyRuleOutcome.OtherTool, PolicyRuleOutcome.Failed, PolicyRuleOutcome.Failed], decision.Rules.Select(r => r.Outcome));
        Assert.Equal(
            [
                "'small': 'context.input.amount' is no whole number of 64 bits, and Cedar has no other",
                "'never-abroad': 'context.input' has no 'region'",
            ],
            decision.Errors);
        Assert.Equal("the rule 'never-abroad' denies, and cannot be judged for the call: 'context.input' has no 'region'", decision.Reason);
    }

    [Theory]
    [InlineData("get_order", null, true)]
    [InlineData("orders___get_order", null, true)]
    [InlineData("get_order_2", "get_order", true)]
    [InlineData("get_order_2", "orders___get_order", true)]
    [InlineData("other___get_order", null, false)]
    [InlineData("orders__get_order", null, false)]
    public void A_tool_has_its_name_its_name_at_its_server_and_the_prefix(string name, string? atServer, bool isAllowed) =>
        Assert.Equal(
            isAllowed,
            Policy(Rules, "target_prefix: orders").Judge(name, atServer is null ? [] : ["listed.as", atServer], SchemaText.Parse("{}")).Allowed);

    [Theory]
    [InlineData("a.b")]
    [InlineData("orders___a.b")]
    [InlineData("a_b")]
    public void A_deny_rule_by_any_name_of_a_tool_hits_it(string denied) =>
        Assert.Equal("d", Policy($"- {{name: d, deny: {denied}}}").Judge("a_b", ["a.b", "orders___a.b"], SchemaText.Parse("{}")).Rule);

    [Fact]
    public void A_rule_that_names_the_prefix_fits_the_plain_tool() =>
        Assert.True(Policy("- {name: r, allow: orders___get_order}", "target_prefix: orders").Judge("get_order", [], SchemaText.Parse("{}")).Allowed);

    [Fact]
    public void What_cannot_be_judged_never_allows_and_always_denies()
    {
        const string Foreign = "- {name: a, allow: t}\n- {name: f, deny: t, when: principal.isAdmin}";

        Assert.Equal("f", Policy(Foreign, isSound: false).Judge("t", [], SchemaText.Parse("{}")).Rule);
        Assert.False(Policy("- {name: a, allow: t, principal: User}", isSound: false).Judge("t", [], SchemaText.Parse("{}")).Allowed);
    }

    [Theory]
    [InlineData("when: context.input.amount = 1", 15, 71)]
    [InlineData("when: \"context.input.amount = 1\"", 15, 72)]
    [InlineData("when: 'context.input.a == 1 && context.input.b = 1'", 15, 91)]
    [InlineData("when: |\n        context.input.a == 1 &&\n        context.input.b = 1\n", 19, 29)]
    [InlineData("when: >\n        context.input.a == 1 &&\n        context.input.b = 1\n", 19, 29)]
    [InlineData("when: context.input.a == 1 &&\n        context.input.b ==\n", 18, 31)]
    public void The_place_of_a_mistake_is_its_own(string condition, int line, int column)
    {
        string rule = condition.EndsWith('\n') ? $"- name: r\n  allow: t\n  {condition}" : $"- {{name: a-rather-long-name, allow: t, {condition}}}";
        LiteLlm.Blueprints.AgentBlueprint blueprint = Blueprint.With(
            Model,
            $"policy:\n  engine: e\n  mode: ENFORCE\n  rules:\n    {rule.Replace("\n  ", "\n      ", StringComparison.Ordinal)}\n");
        Findings findings = blueprint.StartFindings();
        PlannedPolicy.Make(blueprint, findings);

        Diagnostic found = Assert.Single(findings.ToImmutable());
        Assert.Equal((DiagnosticCodes.PolicyConditionInvalid, line, column), (found.Code, found.Line, found.Column));
    }

    private const string Model = "provider: litellm\nmodel_id: m\nbase_url: http://localhost:4000\n";

    private static string Tail(string rules, string more) =>
        $"policy:\n  engine: e\n  mode: ENFORCE\n  rules:\n{string.Concat(rules.Split('\n').Select(r => $"    {r}\n"))}"
            + (more.Length > 0 ? $"  {more}\n" : "");

    private static CallPolicy Policy(string rules, string more = "", bool isSound = true)
    {
        LiteLlm.Blueprints.AgentBlueprint blueprint = Blueprint.With(Model, Tail(rules.ReplaceLineEndings("\n"), more));
        Findings findings = blueprint.StartFindings();
        CallPolicy policy = PlannedPolicy.Make(blueprint, findings)!;
        Assert.Equal(isSound, findings.ToImmutable().IsEmpty);
        return policy;
    }
}
