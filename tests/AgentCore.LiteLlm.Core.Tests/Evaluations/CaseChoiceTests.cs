using AgentCore.LiteLlm.Evaluations;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Evaluations;

public sealed class CaseChoiceTests
{
    private static readonly EvaluationCase[] Cases =
    [
        new() { Name = "Greets", Prompt = "p", File = "f", Line = 1, Tags = ["smoke", "Slow"] },
        new() { Name = "greets a[1]", Prompt = "p", File = "f", Line = 2, Tags = ["smoke"] },
        new() { Name = "refuses", Prompt = "p", File = "f", Line = 3 },
    ];

    [Theory]
    [InlineData(null, null, null, "123")]
    [InlineData("greets", null, null, "1")]
    [InlineData("g*", null, null, "12")]
    [InlineData("greets a[1]", null, null, "2")] // its own name, though the brackets would match another
    [InlineData("g*,refuses", null, "slow", "23")]
    [InlineData(null, "SMOKE", null, "12")]
    [InlineData(null, "slow,none", null, "1")]
    [InlineData("refuses", "smoke", null, "")] // both must hold
    [InlineData(null, null, "smoke", "3")]
    public void Names_tags_and_excluded_tags_narrow_the_choice(string? names, string? tags, string? excluded, string lines)
    {
        CaseChoice choice = Make(names, tags, excluded);

        Assert.Equal(lines, string.Concat(Cases.Where(choice.Holds).Select(c => c.Line)));
    }

    [Fact]
    public void A_name_or_a_tag_that_no_case_has_is_told() => Assert.Equal(
        ["No case is called 'greet'.", "No case has the tag 'fast'."],
        Make("greet,refuses", "fast,smoke", "never").FindUnmet(Cases));

    [Fact]
    public void A_name_is_met_by_a_case_that_its_tags_leave_out() => Assert.Empty(Make("refuses", "smoke", null).FindUnmet(Cases));

    // A star stands for the rest, and brackets for one character, as in PowerShell.
    private static bool Matches(string pattern, string name) => pattern.EndsWith('*')
        ? name.StartsWith(pattern[..^1], StringComparison.OrdinalIgnoreCase)
        : name == pattern.Replace("[1]", "1", StringComparison.Ordinal);

    private static CaseChoice Make(string? names, string? tags, string? excluded) => new(Matches)
    {
        Names = names?.Split(','),
        Tags = tags?.Split(','),
        ExcludedTags = excluded?.Split(',') ?? [],
    };
}
