using AgentCore.LiteLlm.Evaluations;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Evaluations;

public sealed class CaseOrderTests
{
    [Theory]
    [InlineData(false, "|abc|d")]
    [InlineData(true, "b|a|d|c")]
    public void Results_come_in_the_order_of_the_cases_unless_none_is_asked_for(bool isUnordered, string expected)
    {
        CaseOrder order = new(isUnordered);
        CaseRun[] runs = [.. "abcd".Select(n => new CaseRun(new EvaluationCase { Name = $"{n}", Prompt = "p", File = "f", Line = 1 }, 1))];
        CaseRow[] rows = [.. runs.Select(r => new CaseRow([r], isWhole: false))];
        Array.ForEach(rows, order.Add);

        List<string> given = [];
        foreach (int at in isUnordered ? [1, 0, 3, 2] : new[] { 1, 2, 0, 3 })
        {
            // A run that has only begun is asked about too.
            Assert.Empty(order.Take(rows[at]));
            runs[at].Skip("s");
            given.Add(string.Concat(order.Take(rows[at]).Select(r => r.Name)));
        }

        Assert.Equal(expected, isUnordered ? string.Join('|', given) : string.Concat(given[0], given[1], "|", given[2], "|", given[3]));
        Assert.Empty(order.Take(rows[0]));
    }
}
