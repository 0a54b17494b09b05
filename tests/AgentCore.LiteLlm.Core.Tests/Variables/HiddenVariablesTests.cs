using AgentCore.LiteLlm.Variables;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Variables;

public sealed class HiddenVariablesTests : IDisposable
{
    private const string Name = "AGENT_TEST_HIDDEN_VARIABLE";

    public HiddenVariablesTests() => Environment.SetEnvironmentVariable(Name, "value");

    public void Dispose() => Environment.SetEnvironmentVariable(Name, null);

    [Fact]
    public void A_hidden_variable_is_found_by_the_module_only_and_comes_back_with_the_last_holder()
    {
        HiddenVariables first = HiddenVariables.Hide([Name, "AGENT_TEST_NOT_SET"]);
        HiddenVariables second = HiddenVariables.Hide([Name]);
        first.Dispose();
        first.Dispose();

        Assert.Null(ProcessVariables.Read(Name));
        Assert.Equal("value", new ProcessVariables().Find(Name));
        second.Dispose();
        Assert.Equal("value", ProcessVariables.Read(Name));
        Assert.Null(ProcessVariables.Read("AGENT_TEST_NOT_SET"));
    }

    [Fact]
    public void Whoever_resolves_meanwhile_always_finds_it()
    {
        ProcessVariables variables = new();

        Parallel.For(0, 2_000, turn =>
        {
            using HiddenVariables? hiding = turn % 2 == 0 ? HiddenVariables.Hide([Name]) : null;
            Assert.Equal("value", variables.Find(Name));
        });

        Assert.Equal("value", ProcessVariables.Read(Name));
    }
}
