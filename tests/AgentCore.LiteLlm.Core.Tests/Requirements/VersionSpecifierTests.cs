using AgentCore.LiteLlm.Requirements.Versions;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Requirements;

public sealed class VersionSpecifierTests
{
    // From PEP 440 and from the tests of the package 'packaging'.
    [Theory]
    [InlineData("2.2.post3", "~=2.2", true)]
    [InlineData("2.3", "~=2.2", true)]
    [InlineData("3.0", "~=2.2", false)]
    [InlineData("2.1", "~=2.2", false)]
    [InlineData("1.4.5", "~= 1.4.5", true)]
    [InlineData("1.4.6", "~=1.4.5", true)]
    [InlineData("1.5.0", "~=1.4.5", false)]
    [InlineData("1.4.5a5", "~=1.4.5a4", true)]
    [InlineData("2.2.0", "~=2.2.post3", false)]
    [InlineData("1.1.post1", "==1.1", false)]
    [InlineData("1.1.post1", "==1.1.post1", true)]
    [InlineData("1.1.post1", "==1.1.*", true)]
    [InlineData("1.1a1", "==1.1.*", true)]
    [InlineData("1.1.0", "==1.1", true)]
    [InlineData("1.10", "==1.1.*", false)]
    [InlineData("1.1", "==1.1.0.*", true)]
    [InlineData("1.1+local", "==1.1", true)]
    [InlineData("1.1+local", "==1.1+other", false)]
    [InlineData("1.1", "==1.1+local", false)]
    [InlineData("1.1.post1", "!=1.1", true)]
    [InlineData("1.1.post1", "!=1.1.post1", false)]
    [InlineData("1.1.post1", "!=1.1.*", false)]
    [InlineData("1.7.1", ">1.7", true)]
    [InlineData("1.7.0.post1", ">1.7", false)]
    [InlineData("1.7.1", ">1.7.0.post1", true)]
    [InlineData("1.7.0.post3", ">1.7.post2", true)]
    [InlineData("1.7+local", ">1.7", false)]
    [InlineData("1.7", "<1.7", false)]
    [InlineData("1.7rc1", "<1.7", false)]
    [InlineData("1.7rc1", "<1.7rc2", true)]
    [InlineData("1.6.9", "<1.7", true)]
    [InlineData("1.7+local", "<=1.7", true)]
    [InlineData("1.7+local", ">=1.7", true)]
    [InlineData("1!1.0", ">=2.0", true)]
    [InlineData("1!1.0", "==1.0", false)]
    [InlineData("1!1.0", "==1!1.*", true)]
    [InlineData("2.0", ">=1!1.0", false)]
    [InlineData("1.82.7", "===1.82.7", true)]
    [InlineData("1.82.7", "=== 1.82.7.0", false)]
    [InlineData("1.82.7", ">=1.80 , < 1.83, != 1.82.8", true)]
    [InlineData("1.82.8", ">=1.80,<1.83,!=1.82.8", false)]
    [InlineData("1.82.8", "", true)]
    public void A_version_fits_as_the_PEP_says(string version, string specifier, bool fits) =>
        Assert.Equal(fits, VersionSpecifier.Find(specifier)!.Fits(PythonVersion.Find(version)!));

    [Theory]
    [InlineData("1.0")]
    [InlineData("=1.0")]
    [InlineData("=>1.0")]
    [InlineData("~=1")]
    [InlineData(">=1.0.*")]
    [InlineData("~=1.0.*")]
    [InlineData("==1.0a1.*.*")]
    [InlineData(">1.0+local")]
    [InlineData("==")]
    [InlineData("== 1.0 2.0")]
    [InlineData("==${VERSION}")]
    public void What_is_no_specifier_is_none(string text) => Assert.Null(VersionSpecifier.Find(text));

    [Theory]
    [InlineData("", true)]
    [InlineData(">=1.0", true)]
    [InlineData("<2", true)]
    [InlineData("~=1.82.0", true)]
    [InlineData("~=1.82", true)]
    [InlineData("==1.82.*", true)]
    [InlineData(">1.82.6", true)]
    [InlineData("<=1.82.7", true)]
    [InlineData("!=1.82.7", true)]
    [InlineData(">=1.82.7,<1.82.8", true)]
    [InlineData(">1.82.7,<1.83", true)]
    [InlineData("===1.82.8", true)]
    [InlineData(">=1.82,!=1.82.7,!=1.82.8", false)]
    [InlineData(">=1.82,!=1.82.*", false)]
    [InlineData(">1.82.8", false)]
    [InlineData("<1.82.7", false)]
    [InlineData("<=1.82.6", false)]
    [InlineData("~=1.83", false)]
    [InlineData("~=1.82.9", false)]
    [InlineData("==1.8.*", false)]
    [InlineData(">=1.83.7", false)]
    [InlineData(">=2,<1", false)]
    [InlineData(">=1!0", false)]
    public void It_is_known_whether_a_bad_version_may_be_chosen(string specifier, bool overlaps) =>
        Assert.Equal(overlaps, VersionSpecifier.Find(">=1.82.7,<=1.82.8")!.Overlaps(VersionSpecifier.Find(specifier)!));

    // Every release LiteLLM could have made, tried one by one, says the same as the bounds do.
    [Fact]
    public void Overlaps_agrees_with_trying_every_release()
    {
        Random random = new(11);
        PythonVersion[] releases =
        [
            .. from minor in Enumerable.Range(79, 7) from patch in Enumerable.Range(0, 12) select PythonVersion.Find($"1.{minor}.{patch}")!,
        ];
        VersionSpecifier within = VersionSpecifier.Find(">=1.79.0,<1.86")!;
        string[] operators = [">=", "<=", ">", "<", "==", "!=", "~="];

        for (int at = 0; at < 3_000; at++)
        {
            string Clause()
            {
                string symbol = operators[random.Next(operators.Length)];
                string star = symbol is "==" or "!=" && random.Next(2) == 0 ? ".*" : "";
                return star.Length > 0 ? $"{symbol}1.{random.Next(80, 85)}.*" : $"{symbol}1.{random.Next(80, 85)}.{random.Next(10)}";
            }

            VersionSpecifier one = VersionSpecifier.Find(string.Join(',', Enumerable.Range(0, random.Next(1, 4)).Select(_ => Clause())))!.And(within);
            VersionSpecifier other = VersionSpecifier.Find(Clause() + "," + Clause())!.And(within);

            bool expected = releases.Any(r => one.Fits(r) && other.Fits(r));

            Assert.True(
                expected == one.Overlaps(other),
                $"{string.Join(',', one.Alternatives[0].Select(c => c.Operator + c.Text))} and "
                    + $"{string.Join(',', other.Alternatives[0].Select(c => c.Operator + c.Text))}: {expected}");
        }
    }

    [Theory]
    [InlineData("^1.2.3", "1.9.0", true)]
    [InlineData("^1.2.3", "2.0.0", false)]
    [InlineData("^1.2.3", "1.2.2", false)]
    [InlineData("^0.2.3", "0.2.9", true)]
    [InlineData("^0.2.3", "0.3.0", false)]
    [InlineData("^0.0.3", "0.0.4", false)]
    [InlineData("^0.0", "0.0.9", true)]
    [InlineData("^0.0", "0.1", false)]
    [InlineData("^0", "0.9", true)]
    [InlineData("^0", "1.0", false)]
    [InlineData("~1.2.3", "1.2.9", true)]
    [InlineData("~1.2.3", "1.3.0", false)]
    [InlineData("~1.2", "1.3", false)]
    [InlineData("~1", "1.9", true)]
    [InlineData("~1", "2", false)]
    [InlineData("*", "5", true)]
    [InlineData("1.*", "1.9", true)]
    [InlineData("1.2.3", "1.2.3", true)]
    [InlineData("1.2.3", "1.2.4", false)]
    [InlineData(">=1.0 <1.5", "1.4", true)]
    [InlineData(">= 1.0, < 1.5", "1.5", false)]
    [InlineData("<1.0 || >=2.0", "2.1", true)]
    [InlineData("<1.0 || >=2.0", "1.5", false)]
    [InlineData("~=1.2", "1.9", true)]
    public void A_version_fits_as_Poetry_says(string constraint, string version, bool fits) =>
        Assert.Equal(fits, PoetryConstraint.Find(constraint)!.Fits(PythonVersion.Find(version)!));
}
