using AgentCore.LiteLlm.Protection;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Protection;

public sealed class PlaceholderRestorerTests
{
    [Theory]
    [InlineData("<EMAIL_ADDRESS_1>", "ann@example.com")]
    [InlineData("<email_address_1>", "ann@example.com")]
    [InlineData("<Email_Address_2>", "bob@example.org")]
    [InlineData(@"<EMAIL\_ADDRESS\_1>", "ann@example.com")]
    [InlineData(@"<EMAIL\\_ADDRESS\\_1>", "ann@example.com")]
    [InlineData(@"\<EMAIL\_ADDRESS\_1\>", "ann@example.com")]
    [InlineData("&lt;EMAIL_ADDRESS_1&gt;", "ann@example.com")]
    [InlineData("&LT;EMAIL_ADDRESS_1&GT;", "ann@example.com")]
    [InlineData(@"\u003cEMAIL_ADDRESS_1\u003e", "ann@example.com")]
    [InlineData(@"\u003CEMAIL_ADDRESS_1\u003E", "ann@example.com")]
    [InlineData("&#60;EMAIL_ADDRESS_1&#62;", "ann@example.com")]
    [InlineData("&#x3C;EMAIL_ADDRESS_1&#x3E;", "ann@example.com")]
    [InlineData("&amp;lt;EMAIL_ADDRESS_1&amp;gt;", "ann@example.com")]
    [InlineData("mailto:%3CEMAIL_ADDRESS_1%3E", "mailto:ann@example.com")]
    [InlineData("\uFF1CEMAIL_ADDRESS_1\uFF1E", "ann@example.com")]
    [InlineData("<**EMAIL_ADDRESS_1**>", "ann@example.com")]
    [InlineData("<*EMAIL_ADDRESS_1*>", "ann@example.com")]
    [InlineData("<`EMAIL_ADDRESS_1`>", "ann@example.com")]
    [InlineData("**<EMAIL_ADDRESS_1>**", "**ann@example.com**")]
    [InlineData("<EMAIL*ADDRESS*1>", "ann@example.com")]
    [InlineData(@"<EMAIL\*ADDRESS\*1>", "ann@example.com")]
    [InlineData(@"\<EMAIL_ADDRESS_1>", @"\ann@example.com")]
    [InlineData(@"\<EMAIL_ADDRESS_1\\>", @"\<EMAIL_ADDRESS_1\\>")]
    [InlineData("<*EMAIL_ADDRESS_1>", "<*EMAIL_ADDRESS_1>")]
    [InlineData("&lt;EMAIL_ADDRESS_1>", "&lt;EMAIL_ADDRESS_1>")]
    [InlineData("`<EMAIL_ADDRESS_1>`", "`ann@example.com`")]
    [InlineData("<<EMAIL_ADDRESS_1>>", "<ann@example.com>")]
    [InlineData("<EMAIL_ADDRESS_<EMAIL_ADDRESS_1>", "<EMAIL_ADDRESS_ann@example.com")]
    [InlineData("<EMAIL_ADDRESS_1><EMAIL_ADDRESS_2>", "ann@example.combob@example.org")]
    [InlineData(@"C:\<EMAIL_ADDRESS_1>", @"C:\ann@example.com")]
    [InlineData("<EMAIL_ADDRESS_3>", "<EMAIL_ADDRESS_3>")]
    [InlineData("<EMAIL_ADDRESS_12>", "<EMAIL_ADDRESS_12>")]
    [InlineData("<EMAIL_ADDRESS_01>", "<EMAIL_ADDRESS_01>")]
    [InlineData("<EMAIL_ADDRESS_1", "<EMAIL_ADDRESS_1")]
    [InlineData("<EMAIL_ADDRESS>", "<EMAIL_ADDRESS>")]
    [InlineData("<EMAIL ADDRESS_1>", "<EMAIL ADDRESS_1>")]
    [InlineData("<PHONE_NUMBER_1> & <b>x</b> <>", "+49 30 901820 & <b>x</b> <>")]
    public async Task Issued_placeholders_are_restored_however_models_write_them(string text, string expected) =>
        Assert.Equal(expected, (await ProtectAsync()).Restore(text));

    [Fact]
    public async Task What_was_put_back_is_not_looked_at_again()
    {
        ProtectionSession session = Sessions.Of(new WordDetector(("<EMAIL_ADDRESS_1>", "SECRET"), (Sessions.Email, "EMAIL_ADDRESS")));
        ProtectedText safe = await session.ProtectAsync($"<EMAIL_ADDRESS_1> is not {Sessions.Email}");

        Assert.Equal("<SECRET_1> is not <EMAIL_ADDRESS_1>", safe.Text);
        Assert.Equal($"<EMAIL_ADDRESS_1> is not {Sessions.Email}", safe.Restore());
    }

    [Theory]
    [InlineData("Write to <EMAIL_ADDRESS_1>, not <email\\_address\\_2>.")]
    [InlineData("<EMAIL_ADDRESS_1><EMAIL_ADDRESS_1><PHONE_NUMBER_1>")]
    [InlineData("😀<EMAIL_ADDRESS_1>😀\\<EMAIL\\_ADDRESS\\_2\\>😀")]
    [InlineData("a < b && c > d; &lt;EMAIL_ADDRESS_1&gt; &amp; \\u003cPHONE_NUMBER_1\\u003e \\u00")]
    [InlineData("<EMAIL_ADDRESS_3> <EMAIL_ADDRESS_12> <EMAIL_ADDRESS_ <EMAIL_ADDRESS_2> <EMAIL_ADDR")]
    [InlineData("\\\\<EMAIL_ADDRESS_1> \\\\\\_ <EMAIL\\")]
    [InlineData("\\\\<EMAIL_ADDRESS_1\\\\> <**PHONE_NUMBER_1**><*EMAIL_ADDRESS_2* <`")]
    [InlineData("&amp;lt;EMAIL_ADDRESS_1&amp;gt; %3Cphone*number_1%3E 5% &#60;EMAIL_ADDRESS_2&#62")]
    public async Task A_stream_gives_the_restored_whole_wherever_it_is_cut(string text)
    {
        ProtectedText safe = await ProtectAsync();
        string whole = safe.Restore(text);

        for (int one = 0; one <= text.Length; one++)
        {
            for (int two = one; two <= text.Length; two++)
            {
                AssertStream(safe.ToRestorer(), whole, [text[..one], text[one..two], text[two..]]);
            }
        }

        AssertStream(safe.ToRestorer(), whole, [.. text.Select(c => c.ToString())]);
    }

    [Fact]
    public async Task A_stream_holds_back_exactly_what_could_begin_an_issued_placeholder()
    {
        ProtectionVault vault = await VaultAsync();
        string[] forms = [.. Forms("EMAIL_ADDRESS_1"), .. Forms("EMAIL_ADDRESS_2"), .. Forms("PHONE_NUMBER_1")];
        string[] texts =
        [
            .. forms.SelectMany(f => Enumerable.Range(1, f.Length - 1).Select(n => f[..n])), "<E_", "<EMAIL_ADDRESS_3", "<EMAIL_ADDRESS_1x", "<EMAIL-", "&am",
            "\\u003e", "\\n", "<PHONE_NUMBER_1\\_", "<x", "<<", "<EMAIL_ADDRESS__",
        ];

        foreach (string text in texts)
        {
            string expected = Enumerable.Range(0, text.Length + 1)
                .Select(at => text[at..])
                .First(rest => rest.Length == 0 || forms.Any(f => f.Length > rest.Length && f.StartsWith(rest, StringComparison.OrdinalIgnoreCase)));

            string shown = new PlaceholderRestorer(vault, isJson: false).Add($"hello {text}");

            Assert.Equal(($"hello {text}"[..^expected.Length], text), (shown, text));
        }
    }

    [Fact]
    public void Nothing_is_held_back_when_nothing_was_replaced()
    {
        PlaceholderRestorer restorer = new(new ProtectionVault(), isJson: false);

        foreach (string piece in (string[])["<", "EMAIL_ADDRESS_1", "&", "\\", "\\<", "\\u003c"])
        {
            Assert.Equal(piece, restorer.Add(piece));
        }
    }

    [Fact]
    public async Task Numbers_with_the_same_first_digits_are_told_apart()
    {
        ProtectionSession session = Sessions.Of(new WordDetector([.. Enumerable.Range(1, 25).Select(i => ($"p{i:00}@example.com", "EMAIL_ADDRESS"))]));
        ProtectedText safe = await session.ProtectAsync(string.Join(' ', Enumerable.Range(1, 25).Select(i => $"p{i:00}@example.com")));

        AssertStream(
            safe.ToRestorer(), "p01@example.com p12@example.com p02@example.com p20@example.com <EMAIL_ADDRESS_26> <EMAIL_ADDRESS_250>",
            ["<EMAIL_ADDRESS_1", "> <EMAIL_ADDRESS_1", "2> <EMAIL_ADDRESS_2", "> <EMAIL_ADDRESS_2", "0", "> <EMAIL_ADDRESS_2", "6> <EMAIL_ADDRESS_25", "0>"]);
    }

    [Fact]
    public async Task In_JSON_a_value_is_written_as_JSON()
    {
        const string Odd = "Ann \"the\\best\"\n😀\ud83d";
        ProtectionSession session = Sessions.Of(new WordDetector((Odd, "PERSON")));
        ProtectedText safe = await session.ProtectAsync(Odd);

        string json = PlaceholderRestorer.Restore($$"""{"to":"{{safe.Text}}","cc":"\u003cperson_1\u003e"}""", session.Vault, isJson: true);

        Assert.Equal("""{"to":"Ann \"the\\best\"\u000a😀\ud83d","cc":"Ann \"the\\best\"\u000a😀\ud83d"}""", json);
    }

    [Theory]
    [InlineData("""{"a":"<EMAIL_ADDRESS_1>","b":"\\<EMAIL\\_ADDRESS\\_2\\>\\\u003cPHONE_NUMBER_1\\\u003e"}""")]
    [InlineData("""{"a":"\u0026lt;EMAIL_ADDRESS_1\u0026gt;\\u003cEMAIL_ADDRESS_2\\u003e\u00e9\n\"\\"}""")]
    [InlineData("""{"a":"\<EMAIL_ADDRESS_1\> \\<EMAIL_ADDRESS_1> \u003c\u002aPHONE_NUMBER_1\u002a> \u00""")]
    public async Task JSON_in_a_stream_gives_the_restored_whole_wherever_it_is_cut(string json)
    {
        ProtectionVault vault = await VaultAsync();
        string whole = PlaceholderRestorer.Restore(json, vault, isJson: true);

        Assert.DoesNotContain("1\\", whole, StringComparison.Ordinal);
        Assert.Contains(Sessions.Email, whole, StringComparison.Ordinal);
        for (int one = 0; one <= json.Length; one++)
        {
            for (int two = one; two <= json.Length; two++)
            {
                AssertStream(new PlaceholderRestorer(vault, isJson: true), whole, [json[..one], json[one..two], json[two..]]);
            }
        }
    }

    private static async Task<ProtectedText> ProtectAsync() => await Sessions.Of().ProtectAsync($"{Sessions.Email} {Sessions.OtherEmail} {Sessions.Phone}");

    private static async Task<ProtectionVault> VaultAsync()
    {
        ProtectionSession session = Sessions.Of();
        await session.ProtectAsync($"{Sessions.Email} {Sessions.OtherEmail} {Sessions.Phone}");
        return session.Vault;
    }

    private static IEnumerable<string> Forms(string name) =>
        from brackets in (string[])
        [
            "<|>", "\\<|\\>", "&lt;|&gt;", "&#60;|&#62;", "&#x3c;|&#x3e;", "&amp;lt;|&amp;gt;", "\\u003c|\\u003e",
            "%3c|%3e", "\uFF1C|\uFF1E", "<*|*>", "<**|**>", "<`|`>",
        ]
        from underscore in (string[])["_", "\\_", "\\\\_", "*", "\\*", "\\\\*"]
        where !(underscore.EndsWith('*') && brackets.EndsWith("*>", StringComparison.Ordinal))
        select brackets.Replace("|", name.Replace("_", underscore, StringComparison.Ordinal), StringComparison.Ordinal);

    // What was shown so far is the beginning of the restored whole at every step: no part of a placeholder in it was ever shown.
    private static void AssertStream(PlaceholderRestorer restorer, string whole, string[] pieces)
    {
        string shown = "";
        foreach (string piece in pieces)
        {
            shown += restorer.Add(piece);
            Assert.StartsWith(shown, whole, StringComparison.Ordinal);
        }

        Assert.Equal(whole, shown + restorer.Flush());
    }
}
