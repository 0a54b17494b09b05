using System.Collections.Concurrent;
using System.Text.Json;
using AgentCore.LiteLlm.Protection;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Protection;

public sealed class ProtectionVaultTests
{
    private static readonly string[] Fragments =
    [
        Sessions.Email, Sessions.OtherEmail, Sessions.Phone, "<EMAIL_ADDRESS_1>", "<EMAIL_ADDRESS_2>", "<email\\_address\\_1>", "&lt;PHONE_NUMBER_1&gt;",
        "\\<EMAIL_ADDRESS_3\\>",
        "<PHONE_NUMBER_", "1>", "<", ">", "\\", "&lt;", "😀", "\ud83d", "_", " ", "2", "word", "\n", "<EMAIL_ADDRESS>",
    ];

    [Fact]
    public async Task The_same_value_has_the_same_placeholder_and_numbers_go_on_through_a_conversation()
    {
        ProtectionSession session = Sessions.Of();

        ProtectedText first = await session.ProtectAsync($"{Sessions.Email} and {Sessions.Email}");
        ProtectedText second = await session.With(new ProtectionVault())
            .With(session.Vault)
            .ProtectAsync($"{Sessions.OtherEmail}, {Sessions.Phone}, {Sessions.Email}");

        Assert.Equal("<EMAIL_ADDRESS_1> and <EMAIL_ADDRESS_1>", first.Text);
        Assert.Equal("<EMAIL_ADDRESS_2>, <PHONE_NUMBER_1>, <EMAIL_ADDRESS_1>", second.Text);
    }

    [Fact]
    public async Task A_number_that_a_text_already_holds_is_skipped_also_when_a_later_text_holds_it()
    {
        ProtectionSession session = Sessions.Of();

        ProtectedText[] safe =
        [
            .. await session.ProtectAsync([Sessions.Email, "<EMAIL_ADDRESS_1> <email\\_address\\_2>"], TestContext.Current.CancellationToken),
        ];

        Assert.Equal("<EMAIL_ADDRESS_3>", safe[0].Text);
        Assert.Equal("<EMAIL_ADDRESS_1> <email\\_address\\_2>", safe[1].Text);
        Assert.Equal(safe[1].Text, safe[1].Restore());
    }

    [Fact]
    public async Task A_text_that_quotes_an_issued_placeholder_comes_back_as_it_was()
    {
        ProtectionSession session = Sessions.Of();
        await session.ProtectAsync(Sessions.Email);

        ProtectedText quoting = await session.ProtectAsync("What is <EMAIL_ADDRESS_1>?");

        Assert.Equal("What is <EMAIL_ADDRESS_2>?", quoting.Text);
        Assert.Equal("What is <EMAIL_ADDRESS_1>?", quoting.Restore());
    }

    [Fact]
    public async Task Any_text_comes_back_as_it_was()
    {
        Random random = new(1);
        for (int run = 0; run < 300; run++)
        {
            ProtectionSession session = Sessions.Of();
            for (int turn = 0; turn < 4; turn++)
            {
                string text = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => Fragments[random.Next(Fragments.Length)]));

                ProtectedText safe = await session.ProtectAsync(text);

                Assert.Equal(text, safe.Restore());
                Assert.Equal(safe.Text, (await Sessions.Of().ProtectAsync(safe.Text)).Text);
                foreach (string value in (string[])[Sessions.Email, Sessions.OtherEmail, Sessions.Phone])
                {
                    Assert.DoesNotContain(value, safe.Text, StringComparison.Ordinal);
                }
            }
        }
    }

    [Theory]
    [InlineData(ProtectionAction.Mask, "***@*******.*** +** ** **1820")]
    [InlineData(ProtectionAction.Redact, "<EMAIL_ADDRESS> <PHONE_NUMBER>")]
    [InlineData(ProtectionAction.Keep, "ann@example.com +49 30 901820")]
    public async Task What_is_not_replaced_is_masked_redacted_or_kept(ProtectionAction action, string expected)
    {
        ProtectionSession session = Sessions.Of(usual: action);

        ProtectedText safe = await session.ProtectAsync($"{Sessions.Email} {Sessions.Phone}");

        Assert.Equal((expected, expected), (safe.Text, safe.Restore()));
        Assert.Equal(expected, (await session.ProtectAsync(safe.Text)).Text);
        Assert.Equal([action, action], safe.Findings.Select(f => f.Action));
    }

    [Fact]
    public async Task A_hash_is_the_same_within_a_session_and_another_in_the_next()
    {
        ProtectionSession session = Sessions.Of(usual: ProtectionAction.Hash);

        string[] texts =
        [
            (await session.ProtectAsync(Sessions.Email)).Text, (await session.ProtectAsync(Sessions.Email)).Text,
            (await Sessions.Of(usual: ProtectionAction.Hash).ProtectAsync(Sessions.Email)).Text,
        ];

        Assert.Matches("^<EMAIL_ADDRESS:[a-p]{24}>$", texts[0]);
        Assert.Equal(texts[0], texts[1]);
        Assert.NotEqual(texts[0], texts[2]);
        Assert.Equal(texts[0], (await session.ProtectAsync(texts[0])).Restore());
    }

    [Fact]
    public async Task Each_kind_may_have_an_action_of_its_own()
    {
        ProtectionSession session = new(
            new ProtectionPolicy(Sessions.Words, ProtectionAction.Redact, [KeyValuePair.Create("email_address", ProtectionAction.Replace)]));

        Assert.Equal("<EMAIL_ADDRESS_1> <PHONE_NUMBER>", (await session.ProtectAsync($"{Sessions.Email} {Sessions.Phone}")).Text);
    }

    [Fact]
    public async Task A_value_replaced_once_is_known_where_its_context_is_missing()
    {
        ProtectionSession session = Sessions.Of(new WordDetector(("12345678", "US_BANK_NUMBER"), ("Anna", "PERSON")) { Context = "is" });

        ProtectedText[] safe = [.. await session.ProtectAsync(
                ["The account is 12345678 and she is Anna", "12345678! 123456789 Annabel Anna", "x12345678"], TestContext.Current.CancellationToken)];

        Assert.Equal(
            ["The account is <US_BANK_NUMBER_1> and she is <PERSON_1>", "<US_BANK_NUMBER_1>! 123456789 Annabel <PERSON_1>", "x12345678"],
            safe.Select(t => t.Text));
    }

    [Fact]
    public async Task Known_values_that_begin_alike_are_told_apart()
    {
        string[] values = ["http://a.example", "http://a.example/b", "http://a.example/bc", "http://a.example/d e"];
        ProtectionSession session = Sessions.Of(new WordDetector([.. values.Select(v => (v, "URL"))]) { Context = "see" });
        await session.ProtectAsync($"see {string.Join(" | ", values)}");

        ProtectedText safe = await session.ProtectAsync("http://a.example/bc http://a.example/bd http://a.example/d http://a.example");

        Assert.Equal("<URL_3> <URL_1>/bd <URL_1>/d <URL_1>", safe.Text);
    }

    [Fact]
    public async Task Calls_at_the_same_time_share_one_numbering()
    {
        ProtectionSession session = Sessions.Of(new WordDetector([.. Enumerable.Range(0, 40).Select(i => ($"p{i:00}@example.com", "EMAIL_ADDRESS"))]));
        ConcurrentBag<(string Text, ProtectedText Safe)> done = [];

        await Parallel.ForEachAsync(Enumerable.Range(0, 400), TestContext.Current.CancellationToken, async (i, _) =>
        {
            string text = $"p{i % 40:00}@example.com p{(i + 7) % 40:00}@example.com";
            done.Add((text, await session.ProtectAsync(text)));
        });

        Assert.All(done, d => Assert.Equal(d.Text, d.Safe.Restore()));
        Assert.Equal(40, done.SelectMany(d => d.Safe.Findings).Select(f => f.Replacement).Distinct().Count());
        Assert.Equal("<EMAIL_ADDRESS_41>", done.First().Safe.Restore("<EMAIL_ADDRESS_41>"));
    }

    [Fact]
    public async Task No_value_shows_in_anything_that_prints()
    {
        ProtectionSession session = Sessions.Of();
        ProtectedText safe = await session.ProtectAsync($"x {Sessions.Email}");
        ProtectionReport report = ProtectionReport.Of([safe]);

        string shown = string.Join('\n', [
            $"{session}", $"{session.Vault}", $"{safe}", $"{report}", string.Join(' ', safe.Findings),
            JsonSerializer.Serialize(session), JsonSerializer.Serialize(session.Vault), JsonSerializer.Serialize(safe), JsonSerializer.Serialize(report)]);

        Assert.DoesNotContain("example", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("YW5u", shown, StringComparison.Ordinal);
        Assert.Equal("EMAIL_ADDRESS 1 (replaced)", report.ToString());
        Assert.Equal(new ProtectedFinding("EMAIL_ADDRESS", ProtectionAction.Replace, 2, 15, 0.9, "<EMAIL_ADDRESS_1>"), Assert.Single(safe.Findings));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData(" \n", " \n")]
    public async Task Text_without_words_is_given_to_no_detector(string text, string expected)
    {
        WordDetector detector = new();

        Assert.Equal(expected, (await Sessions.Of(detector).ProtectAsync(text)).Text);
        Assert.Empty(detector.Seen);
    }

    [Theory]
    [InlineData("credit card: 4111", "CREDIT-CARD/4111", "<CREDIT_CARD_4111_1>")]
    [InlineData("9", "9", "<X9_1>")]
    [InlineData("", "Ünï", "<X_N__1>")]
    public async Task A_kind_of_any_name_has_a_placeholder_that_is_found_again(string before, string entity, string expected)
    {
        ProtectionSession session = Sessions.Of(new WordDetector(("value", entity)));

        ProtectedText safe = await session.ProtectAsync($"{before} value");

        Assert.Equal(($"{before} {expected}", $"{before} value"), (safe.Text, safe.Restore()));
    }
}
