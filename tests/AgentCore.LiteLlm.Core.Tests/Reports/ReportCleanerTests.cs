using System.Collections.Immutable;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Protection;
using AgentCore.LiteLlm.Reports;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;
using static AgentCore.LiteLlm.Tests.Support.SampleReport;

namespace AgentCore.LiteLlm.Tests.Reports;

public sealed class ReportCleanerTests
{
    private const string Key = "sk-proj-abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJ";

    public static TheoryData<AgentReportFormat> Formats => [AgentReportFormat.Html, AgentReportFormat.Markdown];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Secrets_are_in_no_report_even_where_personal_data_is(AgentReportFormat format)
    {
        AgentReply reply = Reply($"the key is {Key}", Turn(1, 1, calls: 1), Tool(1, "Get-Key", 1, result: $$"""{"password":"hunter2","key":"{{Key}}"}""")) with
        {
            Reasoning = $"Authorization: Bearer {Key[8..]}",
            Warnings = ["-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEAsecretsecretsecret\nsecretlines\n-----END RSA PRIVATE KEY-----"],
            RequestId = Key,
        };

        string report = SampleReport.Write(format, d => d.Add(reply.Asked($"use {Key}")), keepsPersonalData: true);

        Assert.DoesNotContain(Key[8..], report, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", report, StringComparison.Ordinal);
        Assert.DoesNotContain("secretlines", report, StringComparison.Ordinal);
        Assert.Contains("the key is ***", report, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void What_a_run_replaced_stays_replaced_by_the_same_placeholder(AgentReportFormat format)
    {
        AgentReply reply = Reply("Greetings to Anna Berger.", Turn(1, 1, calls: 1), Tool(1, "Get-Person", 1, result: """{"name":"Anna Berger"}""")) with
        {
            Vault = Vault("PERSON", "Anna Berger"),
            Protection = Found("PERSON"),
        };

        string report = SampleReport.Write(format, d => d.Add(reply.Asked("I am Anna Berger.")));
        string kept = SampleReport.Write(format, d => d.Add(reply.Asked("I am Anna Berger.")), keepsPersonalData: true);

        Assert.DoesNotContain("Anna", report, StringComparison.Ordinal);
        Assert.Matches("Greetings to (<|&lt;)PERSON_1(>|&gt;)", report);
        Assert.Contains("Greetings to Anna Berger.", kept, StringComparison.Ordinal);
        Assert.Contains("asked to stay", kept, StringComparison.Ordinal);
        Assert.Single(reply.Vault!.ToEntries());
    }

    [Fact]
    public void What_patterns_find_is_replaced_where_no_run_looked_for_it_and_addresses_of_endpoints_stay()
    {
        AgentReply reply = Reply("Write to anna.berger@example.com, and see https://example.org/page of 2026-11-29.") with
        {
            Endpoint = "http://192.168.17.4:4000/v1",
        };

        string report = SampleReport.Write(AgentReportFormat.Html, d => d.Add(reply));

        Assert.DoesNotContain("anna.berger", report, StringComparison.Ordinal);
        Assert.Contains("Write to &lt;EMAIL_ADDRESS_1&gt;, and see https://example.org/page of 2026-11-29.", report, StringComparison.Ordinal);
        Assert.Contains("http://192.168.17.4:4000/v1", report, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PERSON", ProtectionAction.Replace)]
    [InlineData("PERSON", ProtectionAction.Mask)]
    [InlineData("EMPLOYEE_ID", ProtectionAction.Redact)]
    public void What_cannot_be_found_again_is_not_shown_at_all(string entity, ProtectionAction action)
    {
        AgentReply reply = Reply("It was Anna Berger, E-1234.",
            Tool(1, "Get-Person", 1, result: "Anna Berger, E-1234")) with
        { Protection = Found(entity, action) };

        string report = SampleReport.Write(AgentReportFormat.Html, d => d.Add(reply.Asked("Who was it? Anna Berger, E-1234?")));

        Assert.DoesNotContain("Anna", report, StringComparison.Ordinal);
        Assert.DoesNotContain("E-1234", report, StringComparison.Ordinal);
        Assert.Contains($"[not shown: it may hold {entity}, which cannot be found again]", report, StringComparison.Ordinal);
        Assert.Contains("texts are not shown", report, StringComparison.Ordinal);
        Assert.Contains("0.0125", report, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_kept_on_purpose_hides_nothing() => Assert.Contains(
        "It was Anna.",
        SampleReport.Write(AgentReportFormat.Html, d => d.Add(Reply("It was Anna.") with { Protection = Found("PERSON", ProtectionAction.Keep) })),
            StringComparison.Ordinal);

    [Fact]
    public void Two_runs_do_not_share_what_they_replaced()
    {
        AgentReply one = Reply("to Anna Berger") with { Vault = Vault("PERSON", "Anna Berger"), Protection = Found("PERSON") };
        AgentReply other = Reply("to Paul Maier") with { Vault = Vault("PERSON", "Paul Maier"), Protection = Found("PERSON") };

        string report = SampleReport.Write(AgentReportFormat.Html, d =>
        {
            d.Add(one);
            d.Add(other);
        });

        Assert.DoesNotContain("Anna", report, StringComparison.Ordinal);
        Assert.DoesNotContain("Paul", report, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_or_a_secret_at_the_cut_is_not_shown_in_part()
    {
        string filler = string.Concat(Enumerable.Repeat("word ", 200_000 / 5));
        for (int shift = 0; shift < 60; shift += 6)
        {
            string text = $"{filler[..(65_500 - shift)]} anna.berger@example.com {Key} {filler}";

            string report = SampleReport.Write(AgentReportFormat.Html, d => d.Add(Reply(text)));

            Assert.DoesNotContain("anna.b", report, StringComparison.Ordinal);
            Assert.DoesNotContain(Key[..12], report, StringComparison.Ordinal);
            Assert.Contains($"… [{text.Length:#,0} characters]", report, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_head_of_a_question_in_the_table_is_cut_after_it_was_cleaned()
    {
        string prompt = $"{new string('x', 150)} anna.berger@example.com";

        string report = SampleReport.Write(AgentReportFormat.Html, d =>
        {
            d.Add(Reply("a").Asked(prompt));
            d.Add(Reply("b"));
        });

        Assert.DoesNotContain("anna", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_texts_together_have_their_limit()
    {
        ReportCleaner cleaner = new(keepsPersonalData: false, longest: 100, most: 250);
        ImmutableArray<ReportText> texts = [.. Enumerable.Range(0, 10).Select(_ => ReportText.Said(new string('x', 90)))];

        ReportSection clean = await cleaner.CleanAsync(
            new ReportSection(ReportText.Own("t")) { Blocks = [new ReportBlock.Notes("n", ReportTone.Plain, texts)] }, CancellationToken.None);

        ImmutableArray<ReportText> items = ((ReportBlock.Notes)clean.Blocks[0]).Items;
        Assert.Equal([90, 90, 70, 0, 0, 0, 0, 0, 0, 0], items.Select(i => i.Text.Count(c => c == 'x')));
        Assert.Equal(8, cleaner.Cut);
        Assert.All(items, i => Assert.Equal(TextOrigin.Fit, i.Origin));
    }

    [Fact]
    public void A_text_that_nobody_cleaned_is_not_written()
    {
        Assert.Throws<InvalidOperationException>(() => ReportText.Said("x").ToWritten());
        Assert.Throws<InvalidOperationException>(() => ReportText.Named("x").ToWritten());
        Assert.Equal("x", ReportText.Own("x").ToWritten());
    }
}
