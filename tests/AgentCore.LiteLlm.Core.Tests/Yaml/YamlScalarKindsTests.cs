using AgentCore.LiteLlm.Yaml;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Yaml;

public sealed class YamlScalarKindsTests
{
    [Theory]
    [InlineData("", nameof(YamlScalarKind.Null))]
    [InlineData("~", nameof(YamlScalarKind.Null))]
    [InlineData("NULL", nameof(YamlScalarKind.Null))]
    [InlineData("nULL", nameof(YamlScalarKind.Text))]
    [InlineData("True", nameof(YamlScalarKind.Boolean))]
    [InlineData("tRUE", nameof(YamlScalarKind.Text))]
    [InlineData("yes", nameof(YamlScalarKind.Text))]
    [InlineData("on", nameof(YamlScalarKind.Text))]
    [InlineData("0", nameof(YamlScalarKind.Integer))]
    [InlineData("-12", nameof(YamlScalarKind.Integer))]
    [InlineData("+007", nameof(YamlScalarKind.Integer))]
    [InlineData("0x1F", nameof(YamlScalarKind.Integer))]
    [InlineData("0o17", nameof(YamlScalarKind.Integer))]
    [InlineData("0o8", nameof(YamlScalarKind.Text))]
    [InlineData("0x", nameof(YamlScalarKind.Text))]
    [InlineData("1_000", nameof(YamlScalarKind.Text))]
    [InlineData("12:30:45", nameof(YamlScalarKind.Text))]
    [InlineData("2026-01-31", nameof(YamlScalarKind.Text))]
    [InlineData("0.3", nameof(YamlScalarKind.Number))]
    [InlineData(".5", nameof(YamlScalarKind.Number))]
    [InlineData("5.", nameof(YamlScalarKind.Number))]
    [InlineData("-1.5e+10", nameof(YamlScalarKind.Number))]
    [InlineData("1e3", nameof(YamlScalarKind.Number))]
    [InlineData("1e", nameof(YamlScalarKind.Text))]
    [InlineData(".", nameof(YamlScalarKind.Text))]
    [InlineData("-", nameof(YamlScalarKind.Text))]
    [InlineData("-.INF", nameof(YamlScalarKind.Number))]
    [InlineData(".nan", nameof(YamlScalarKind.Number))]
    [InlineData("-.nan", nameof(YamlScalarKind.Text))]
    [InlineData("1.0.0", nameof(YamlScalarKind.Text))]
    [InlineData("٣", nameof(YamlScalarKind.Text))]
    public void KindOf_follows_the_core_schema(string text, string expected)
    {
        Assert.Equal(expected, YamlScalarKinds.KindOf(new YamlScalar(text, YamlScalarStyle.Plain, default)).ToString());
        Assert.Equal(YamlScalarKind.Text, YamlScalarKinds.KindOf(new YamlScalar(text, YamlScalarStyle.DoubleQuoted, default)));
    }

    [Theory]
    [InlineData("0x1F", 31L)]
    [InlineData("0o17", 15L)]
    [InlineData("+7", 7L)]
    [InlineData("-9223372036854775808", long.MinValue)]
    [InlineData("9223372036854775808", null)]
    [InlineData("0xFFFFFFFFFFFFFFFF", null)]
    [InlineData("0o7777777777777777777777777", null)]
    public void ToWhole_reads_every_base_and_never_wraps(string text, long? expected) => Assert.Equal(expected, YamlScalarKinds.ToInteger(text));

    [Theory]
    [InlineData("5.", 5d)]
    [InlineData(".5", 0.5)]
    [InlineData("1e999", double.PositiveInfinity)]
    [InlineData("-.inf", double.NegativeInfinity)]
    [InlineData(".NaN", double.NaN)]
    [InlineData("0x10", 16d)]
    public void ToNumber_reads_every_form(string text, double expected) => Assert.Equal(expected, YamlScalarKinds.ToNumber(text));

    [Theory]
    [InlineData("no", "a boolean")]
    [InlineData("2026-01-31", "a date")]
    [InlineData("2026-1-3T10:00:00Z", "a date")]
    [InlineData("1_000", "a number")]
    [InlineData("12:30:45", "a number")]
    [InlineData("1.0.0", null)]
    [InlineData("5-a", null)]
    [InlineData("1234-abcd", null)]
    [InlineData("none", null)]
    public void FindOtherReading_knows_what_older_readers_make_of_it(string text, string? expected) =>
        Assert.Equal(expected, YamlScalarKinds.FindOtherReading(text));
}
