using System.Text.Json;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.ToolServers.Results;
using Xunit;

namespace AgentCore.LiteLlm.Tests.ToolServers.Results;

public sealed class ResultReaderTests
{
    [Theory]
    [InlineData("""{"content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}""", "a\nb")]
    [InlineData("""{"structuredContent":{"a":1}}""", """{"a":1}""")]
    [InlineData("""{"content":[{"type":"text","text":"{ \"a\": 1 }"}],"structuredContent":{"a":1}}""", """{ "a": 1 }""")]
    [InlineData("""{"content":[{"type":"text","text":"hi"}],"structuredContent":{"content":"hi"}}""", "hi")]
    [InlineData("""{"content":[{"type":"text","text":"hi"}],"structuredContent":{"a":1}}""", "hi\n{\"a\":1}")]
    [InlineData(
        """{"content":[{"type":"resource","resource":{"uri":"x://a","blob":"AAAA","mimeType":"a/b"}}]}""", "[resource: x://a, a/b, 0 KiB; not shown]")]
    [InlineData("""{"content":[{"type":"image","mimeType":"image/png","data":"not base64!"}]}""", "[image: image/png, 0 KiB; not shown]")]
    [InlineData("""{"content":[7,{"type":3}]}""", "[content of the kind ''; not shown]\n[content of the kind ''; not shown]")]
    [InlineData("""{}""", "")]
    [InlineData("""{"content":"no list"}""", "")]
    public void A_result_becomes_text(string result, string text) => Assert.Equal(text, Read(result).Text);

    [Fact]
    public void A_long_result_is_cut_and_says_so()
    {
        string text = Read($$"""{"content":[{"type":"text","text":"{{new string('x', 50_000)}}"}]}""", most: 100).Text;

        Assert.Equal($"{new string('x', 100)}…\n[The result was cut: 100 of 50000 characters are shown.]", text);
    }

    [Fact]
    public void What_is_taken_out_is_so_before_anything_is_cut()
    {
        using JsonDocument json = JsonDocument.Parse("""{"content":[{"type":"text","text":"the key is q7Wz0Lk3Jd8Xv2Nb5Tc9 and more"}]}""");
        Redactor redactor = new([new Secret("q7Wz0Lk3Jd8Xv2Nb5Tc9")]);

        string text = new ResultReader(15, seesImages: false, t => redactor.Redact(t)).Read(json.RootElement).Text;

        Assert.StartsWith("the key is ***…", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_is_given_where_it_may_leave()
    {
        const string Result = """{"content":[{"type":"image","mimeType":"image/png","data":"iVBORw0KGgo="}]}""";

        Assert.Equal("data:image/png;base64,iVBORw0KGgo=", Assert.Single(Read(Result, seesImages: true).Images));
        Assert.Empty(Read(Result).Images);
    }

    [Fact]
    public void A_question_to_a_person_is_an_error()
    {
        ServerResult read = Read("""{"resultType":"input_required","inputRequests":{}}""");

        Assert.True(read.IsError);
        Assert.Contains("nobody can be asked", read.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a ghp_q7Wz0Lk3Jd8Xv2Nb5Tc9Rm4Fh6Ys1PaEuGo z", "a *** z")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nMIIE", "-----BEGIN PRIVATE KEY-----***")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----", "-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----")]
    [InlineData("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    public void Keys_are_taken_out_and_what_is_none_stays(string text, string expected) => Assert.Equal(expected, TokenMask.Apply(text));

    private static ServerResult Read(string result, int most = 32_768, bool seesImages = false)
    {
        using JsonDocument json = JsonDocument.Parse(result);
        return new ResultReader(most, seesImages, TokenMask.Apply).Read(json.RootElement);
    }
}
