using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Schemas;

public sealed class SchemaFormatTests
{
    [Theory]
    [InlineData("date-time", "2024-02-29T23:59:59Z|2024-05-31t14:30:00.123+02:00|1998-12-31T23:59:60Z|1998-12-31T15:59:60.1-08:00")]
    [InlineData("date", "2024-02-29|0000-01-01|1999-12-31")]
    [InlineData("time", "14:30:00Z|00:00:00+23:59|23:59:60z")]
    [InlineData("duration", "P1Y2M3DT4H5M6S|PT36H|P4W|P0D|P1M")]
    [InlineData("email", "a@example.com|a.b+c@x|\"a b\\\"c\"@example.com|a@[127.0.0.1]|a@[IPv6:::1]")]
    [InlineData("hostname", "www.example.com|localhost|a-b.c1|xn--4gbwdl.xn--wgbh1c")]
    [InlineData("ipv4", "0.0.0.0|255.255.255.255")]
    [InlineData("ipv6", "::|::1|1:2:3:4:5:6:7:8|2001:db8::192.0.2.1|1::8")]
    [InlineData("uri", "https://u:p@example.com:80/a%20b?q#f|urn:isbn:1|mailto:a@b.c|http://[::1]/|file:///a")]
    [InlineData("uri-reference", "/a/b|../a?b|#f||a:b|//host/x")]
    [InlineData("uuid", "2eb8aa08-aa98-11ea-b4aa-73b441d16380|2EB8AA08-AA98-11EA-B4AA-73B441D16380")]
    [InlineData("regex", "^a+$|(?<n>a)\\k<n>|[^]|\\p{L}|\\u{1F432}")]
    [InlineData("json-pointer", "|/|/a~0b~1/0")]
    [InlineData("iri", "anything at all")]
    public void Format_accepts(string format, string values) =>
        Assert.All(values.Split('|'), value => Assert.True(SchemaText.Fits($$"""{"format":"{{format}}"}""", SchemaText.Quoted(value)), value));

    [Theory]
    [InlineData("date-time", "2023-02-29T00:00:00Z|2024-05-31 14:30:00Z|2024-05-31T14:30:00|2024-05-31T24:00:00Z|1998-12-31T22:59:60Z|2024-05-31T14:30:00.Z|")]
    [InlineData("date", "2023-02-29|1900-02-29|2024-13-01|2024-1-1|2024-05-31Z|2024-0५-31|2024-05-31\n")]
    [InlineData("time", "14:30:00|14:60:00Z|14:30Z|14:30:00+24:00|14:30:00+0100|12:00:60Z")]
    [InlineData("duration", "P|PT|P1D2H|P1Y1D|P1WT1H|1D|PT1D|P1.5D|P-1D|P1Y2W")]
    [InlineData("email", "a|@b|a@|a..b@c|.a@b|a b@c|a@b_c|a@[300.0.0.1]|a\n@b.c")]
    [InlineData("hostname", "-a|a-|a..b|a_b|.|a.|ab--c|ü.de|")]
    [InlineData("ipv4", "1.2.3|1.2.3.256|01.2.3.4|1.2.3.4.5|0x1.2.3.4|1.2.3.४|1.2.3.4 ")]
    [InlineData("ipv6", ":|1::2::3|12345::|1:2:3:4:5:6:7|1:2:3:4:5:6:7:8:9|::g|1.2.3.4::|::1%eth0|:1:2:3:4:5:6:7")]
    [InlineData("uri", "//a/b|/a|a b:c|http://a b|http://a/%zz|http://[1]/|http://a:b/|1a:b|http://a/<b>|")]
    [InlineData("uri-reference", "\\\\a\\b|a b|1:b|#a#b|a%2")]
    [InlineData("uuid", "2eb8aa08aa9811eab4aa73b441d16380|2eb8aa08-aa98-11ea-b4aa-73b441d1638g|{2eb8aa08-aa98-11ea-b4aa-73b441d1638}")]
    [InlineData("regex", "(|[a|*|a**|\\Z|(?<a>x)(?<a>y)|\\2(a)|a{2,1}|[z-a]|\\p{Nope}|\\u{110000}|(?i:a)|\\k<n>")]
    [InlineData("json-pointer", "a|/~|/~2|#/a")]
    public void Format_rejects(string format, string values) =>
        Assert.All(values.Split('|'), value => Assert.False(SchemaText.Fits($$"""{"format":"{{format}}"}""", SchemaText.Quoted(value)), value));

    [Theory]
    [InlineData("1")]
    [InlineData("null")]
    [InlineData("[]")]
    public void Format_leaves_other_types_alone(string instance) => Assert.True(SchemaText.Fits("""{"format":"date"}""", instance));
}
