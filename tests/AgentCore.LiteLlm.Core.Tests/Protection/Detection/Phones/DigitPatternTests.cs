using System.Text.RegularExpressions;
using AgentCore.LiteLlm.Protection.Detection.Phones;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Protection.Detection.Phones;

public sealed class DigitPatternTests
{
    [Theory]
    [InlineData("12", "12", true)]
    [InlineData("12", "1", false)]
    [InlineData("12", "123", false)]
    [InlineData(@"[2-46]\d{2,3}", "512", false)]
    [InlineData(@"[2-46]\d{2,3}", "6123", true)]
    [InlineData(@"(?:1(?:2|34)?|5)6", "1346", true)]
    [InlineData(@"(?:1(?:2|34)?|5)6", "16", true)]
    [InlineData(@"1|22|333", "333", true)]
    [InlineData(@"1|22|333", "", false)]
    public void A_pattern_matches_all_of_a_number(string pattern, string digits, bool matches) =>
        Assert.Equal(matches, DigitPattern.Parse(pattern).Matches(digits));

    [Fact]
    public void Every_countrys_pattern_means_what_a_regular_expression_means()
    {
        using Stream stream = typeof(DigitPattern).Assembly.GetManifestResourceStream("phones.tsv")!;
        using StreamReader reader = new(stream);
        string[][] rows = [.. reader.ReadToEnd().Split('\n').Where(l => l.Length > 0 && l[0] != '#').Select(l => l.Split('\t'))];
        Random random = new(7);

        Assert.True(rows.Length > 240);
        Assert.All(rows, row =>
        {
            DigitPattern ours = DigitPattern.Parse(row[4]);
            Regex theirs = new($"^(?:{row[4]})$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(10));
            foreach (string digits in Enumerable.Range(0, 60).Select(_ => Digits(row[4], random)))
            {
                Assert.Equal(theirs.IsMatch(digits), ours.Matches(digits));
            }
        });
    }

    // Digits that stand in the pattern itself come nearer to it than random ones.
    private static string Digits(string pattern, Random random)
    {
        string own = new([.. pattern.Where(char.IsAsciiDigit)]);
        int length = random.Next(4, 14);
        return string.Create(length, (own, random), static (span, state) =>
        {
            int start = state.random.Next(state.own.Length);
            for (int at = 0; at < span.Length; at++)
            {
                span[at] = at < 4 && start + at < state.own.Length ? state.own[start + at] : (char)('0' + state.random.Next(10));
            }
        });
    }
}
