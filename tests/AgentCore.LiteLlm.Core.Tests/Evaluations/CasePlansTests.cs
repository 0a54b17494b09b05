using System.Collections.Immutable;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Evaluations;
using AgentCore.LiteLlm.Planning;
using AgentCore.LiteLlm.Routing;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Evaluations;

public sealed class CasePlansTests
{
    private const string Local = "provider: litellm\nmodel_id: m\nbase_url: http://localhost:4000\n";

    private static readonly ResolvedModel Model = ModelResolver.Resolve(Blueprint.With(Local), new ModelOverrides(), new FixedVariables()).Value!;

    private readonly List<CallOptions> _made = [];

    [Fact]
    public void Cases_without_anything_of_their_own_share_one_plan_for_each_model()
    {
        CasePlans plans = Plans(new CallOptions());
        Checked<ChatPlan> first = plans.Find(Model, Case());

        Assert.Same(first, plans.Find(Model, Case()));
        Assert.NotSame(first, plans.Find(Model with { }, Case()));
        Assert.Equal(2, _made.Count);
    }

    [Theory]
    [InlineData(null, "of the case", "of the case")]
    [InlineData("of the caller", "of the case", "of the caller")]
    [InlineData("", "of the case", "")]
    public void The_callers_system_message_comes_before_that_of_the_case(string? given, string own, string expected)
    {
        Plans(new CallOptions { System = given }).Find(Model, Case() with { System = own });

        Assert.Equal(expected, Assert.Single(_made).System);
    }

    [Fact]
    public void Variables_of_the_caller_and_of_the_case_are_joined_and_the_callers_come_first()
    {
        CasePlans plans = Plans(new CallOptions { Variables = Variables(("a", "caller"), ("b", "caller")) });
        plans.Find(Model, Case() with { Variables = Variables(("B", "case"), ("c", "case")) });
        plans.Find(Model, Case());

        Assert.Equal(["a=caller", "b=caller", "c=case"], Written(_made[0]));
        Assert.Equal(["a=caller", "b=caller"], Written(_made[1]));
    }

    [Fact]
    public void A_case_with_a_system_message_leaves_the_plan_of_the_others_alone()
    {
        CasePlans plans = Plans(new CallOptions());
        plans.Find(Model, Case() with { System = "of the case" });
        plans.Find(Model, Case());

        Assert.Equal(["of the case", null], _made.Select(o => o.System));
    }

    private static IEnumerable<string> Written(CallOptions options) =>
        options.Variables!.Select(v => $"{v.Key.ToLowerInvariant()}={v.Value}").Order(StringComparer.Ordinal);

    private static ImmutableDictionary<string, string> Variables(params (string Name, string Value)[] entries) =>
        entries.ToImmutableDictionary(e => e.Name, e => e.Value, StringComparer.OrdinalIgnoreCase);

    private static EvaluationCase Case() => new() { Name = "n", Prompt = "p", File = "f", Line = 1 };

    private CasePlans Plans(CallOptions options) => new(options, (model, set) =>
    {
        _made.Add(set);
        return ChatPlan.Make(model, set, new FixedVariables());
    });
}
