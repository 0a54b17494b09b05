using System.Text;
using AgentCore.LiteLlm.Secrets;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Secrets;

public sealed class StreamRedactorTests
{
    private const string Key = "sk-canary-0123456789";

    public static TheoryData<string, string> Texts => new()
    {
        { $"before {Key} after", "before *** after" },
        { $"{Key}", "***" },
        { $"{Key}{Key}", "******" },
        { $"twice {Key.ToUpperInvariant()} and {Convert.ToHexString(Encoding.UTF8.GetBytes(Key))}.", "twice *** and ***." },
        { $"sk-canary-sk-canary-0123456789", "sk-canary-***" },
        { "sk-canary-012345678 is no secret, nor is sk", "sk-canary-012345678 is no secret, nor is sk" },
        { "abcdefgh-1 and abcdefgh-1-longer and abcdefgh-1-lon", "*** and *** and ***" },
        { "abcdefgh-1 and abcdefgh-1-l", "*** and ***" },
        { "cut one short: sk-canary-012345678", "cut one short: ***" },
        { "cut in half: sk-canary-", "cut in half: ***" },
        { "cut before: sk-canary", "cut before: sk-canary" },
        { "cut in base64: " + Convert.ToBase64String(Encoding.UTF8.GetBytes(Key))[..^4], "cut in base64: ***" },
        { "xx-1-abcdefgh-1-longer", "***" },
        { "😀 \uD83D half and 😀" + Key + "😀", "😀 \uD83D half and 😀***😀" },
        { "aaaa1aaaa1aaaa1b", "***1b" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void What_is_shown_is_the_same_wherever_the_text_is_cut(string text, string expected)
    {
        Redactor redactor = new(
            [new Secret("abcdefgh-1"), new Secret(Key), new Secret("abcdefgh-1-longer"), new Secret("xx-1-abcdefgh"), new Secret("aaaa1aaaa")]);

        Assert.Equal(expected, redactor.Redact(text));
        Assert.Equal(expected, Shown(redactor, [.. text.Select(c => $"{c}")]));
        for (int first = 0; first <= text.Length; first++)
        {
            for (int second = first; second <= text.Length; second += 3)
            {
                Assert.Equal(expected, Shown(redactor, text[..first], text[first..second], text[second..]));
            }
        }
    }

    [Theory]
    [InlineData("The quick brown fox jumps over the lazy dog")]
    [InlineData("ask")]
    [InlineData("s and more")]
    [InlineData("sk-canari")]
    public void Nothing_is_held_back_where_no_secret_could_begin(string piece) =>
        Assert.Equal(piece, new StreamRedactor(new Redactor([new Secret(Key)])).Add(piece + "!")[..^1]);

    [Fact]
    public void A_beginning_is_held_back_only_until_it_turns_out_to_be_none()
    {
        StreamRedactor stream = new(new Redactor([new Secret(Key)]));

        Assert.Equal(
            ["a ", "", "sk-c or ", "", "not"],
            [stream.Add("a s"), stream.Add("k-c"), stream.Add(" or s"), stream.Add("k"), stream.Flush()[2..] + stream.Add("not")]);
    }

    [Fact]
    public void Half_a_character_waits_for_the_other()
    {
        StreamRedactor idle = new(new Redactor([]));

        Assert.Equal(["a", "😀b", "", "\uD83D"], [idle.Add("a\uD83D"), idle.Add("\uDE00b"), idle.Add("\uD83D"), idle.Flush()]);
    }

    [Fact]
    public void A_text_without_secrets_is_not_copied()
    {
        Redactor redactor = new([new Secret("zz-0123456789")]);
        string text = new('a', 1000);

        Assert.Same(text, redactor.Redact(text));
        Assert.Same(text, new StreamRedactor(redactor).Add(text));
    }

    [Fact]
    public void The_work_grows_with_the_text_and_no_faster()
    {
        string beginning = new('a', 200);
        StreamRedactor stream = new(new Redactor([new Secret(beginning + "1")]));
        long shown = 0;

        for (int i = 0; i < 20_000; i++)
        {
            shown += stream.Add("aaaaaaaaaa").Length;
        }

        // The end is nearly the secret, and hidden.
        Assert.Equal(200_000 - 200 + 3, shown + stream.Flush().Length);
    }

    private static string Shown(Redactor redactor, params string[] pieces)
    {
        StreamRedactor stream = new(redactor);
        StringBuilder shown = new();
        foreach (string piece in pieces)
        {
            shown.Append(stream.Add(piece));
        }

        return shown.Append(stream.Flush()).ToString();
    }
}
