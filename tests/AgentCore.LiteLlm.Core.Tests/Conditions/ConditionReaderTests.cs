using System.Text.Json;
using AgentCore.LiteLlm.Conditions;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Conditions;

public sealed class ConditionReaderTests
{
    [Theory]
    [InlineData("score >= 0.8", "0.8", true)]
    [InlineData("score >= 0.8", "0.79", false)]
    [InlineData("score gte 0.8", "1", true)]
    [InlineData("score > 0.8", "0.8", false)]
    [InlineData("score gt -1", "0", true)]
    [InlineData("score < 1e3", "999", true)]
    [InlineData("score lt 1", "1", false)]
    [InlineData("score <= 1", "1.0", true)]
    [InlineData("score lte 1", "2", false)]
    [InlineData("score == 1", "1.0", true)]
    [InlineData("score eq 0.1", "0.1", true)]
    [InlineData("score != 1", "2", true)]
    [InlineData("score neq 1", "1", false)]
    [InlineData("ok == TRUE", "true", true)]
    [InlineData("ok == false", "true", false)]
    [InlineData("ok != false", "true", true)]
    [InlineData("ok > false", "true", false)]
    [InlineData("word == yes", "\"yes\"", true)]
    [InlineData("word == Yes", "\"yes\"", false)]
    [InlineData("word == \"two words\"", "\"two words\"", true)]
    [InlineData("word == two words", "\"two words\"", true)]
    [InlineData("word == 'true'", "\"true\"", true)]
    [InlineData("word == 'a \"b\" \\'", "\"a \\\"b\\\" \\\\\"", true)]
    [InlineData("  word   >   abc  ", "\"abd\"", true)]
    public void A_condition_compares(string text, string found, bool holds) => Assert.Equal(holds, Read(text).Holds(JsonElement.Parse(found)));

    [Theory]
    [InlineData("score > 1", "\"2\"")]
    [InlineData("score != 1", "\"2\"")]
    [InlineData("word == 1", "\"1\"")]
    [InlineData("ok == true", "1")]
    [InlineData("ok == true", "[true]")]
    [InlineData("ok == none", "null")]
    [InlineData("ok != None", "1")]
    public void What_is_of_another_kind_holds_never(string text, string found) => Assert.False(Read(text).Holds(JsonElement.Parse(found)));

    [Theory]
    [InlineData("score > 1")]
    [InlineData("score != 1")]
    [InlineData("score == none")]
    public void What_is_missing_holds_never(string text) => Assert.False(Read(text).Holds(null));

    [Theory]
    [InlineData("", 0, "Write it as 'field op value'")]
    [InlineData("score", 0, "Write it as 'field op value'")]
    [InlineData("score >", 0, "Write it as 'field op value'")]
    [InlineData("score>0.8", 5, "Write 'score > 0.8'.")]
    [InlineData("score >=0.8", 6, "Write 'score >= 0.8'.")]
    [InlineData("score = 1", 6, "Did you mean '=='?")]
    [InlineData("score -ge 1", 6, "Did you mean '>='?")]
    [InlineData("score <> 1", 6, "Did you mean '!='?")]
    [InlineData("score is 1", 6, "Did you mean '=='?")]
    [InlineData("score within 1", 6, "Write ==, !=")]
    [InlineData("a..b == 1", 0, "with one dot between them")]
    public void What_is_no_condition_is_told_with_its_place(string text, int offset, string advice)
    {
        Assert.Null(ConditionReader.Read(text, out ConditionProblem? problem));

        Assert.Equal(offset, problem!.Offset);
        Assert.Contains(advice, problem.Suggestion, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("score < 0.7", "score >= 0.7", true)]
    [InlineData("score < 0.7", "score gte 0.70", true)]
    [InlineData("score == a", "score != a", true)]
    [InlineData("score < 0.7", "score >= 0.8", false)]
    [InlineData("score < 0.7", "scores >= 0.7", false)]
    [InlineData("score < 0.7", "score > 0.7", false)]
    public void The_contrary_of_a_condition_is_known(string one, string other, bool isOpposite)
    {
        Assert.Equal(isOpposite, Read(one).IsOppositeOf(Read(other)));
        Assert.Equal(isOpposite, Read(other).IsOppositeOf(Read(one)));
    }

    private static GraphCondition Read(string text)
    {
        GraphCondition? condition = ConditionReader.Read(text, out ConditionProblem? problem);
        Assert.Null(problem);
        return condition!;
    }
}
