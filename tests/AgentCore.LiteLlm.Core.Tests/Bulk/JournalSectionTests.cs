using System.Text.Json;
using System.Xml.Linq;
using AgentCore.LiteLlm.Bulk;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Reports;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Bulk;

public sealed class JournalSectionTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_journal_is_shown_with_its_errors_and_stays_as_it_is()
    {
        string path = await WriteAsync(3);
        byte[] before = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);

        string html = Write(path);

        XElement report = SampleReport.Parse(html);
        Assert.Equal(["1", "2", "3", "4"], Column(report, "Calls", "call"));
        Assert.Equal(["answered", "answered", "answered", "RateLimited"], Column(report, "Calls", "came to"));
        Assert.Contains("3 answered, 1 failed", report.Value, StringComparison.Ordinal);
        Assert.Contains("answer 2 to <EMAIL_ADDRESS_2>", report.Value, StringComparison.Ordinal);
        Assert.DoesNotContain("@example.com", html, StringComparison.Ordinal);
        Assert.Single(report.Descendants("figure"));
        Assert.Equal(before, await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Of_many_calls_what_failed_has_its_row()
    {
        XElement report = SampleReport.Parse(Write(await WriteAsync(1_500)));

        Assert.Equal(1_000, Column(report, "Calls", "call").Length);
        Assert.Equal("1,501", Column(report, "Calls", "call")[^1]);
        Assert.Contains("501 of 1,501 calls have no row", report.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_journal_says_so() => Assert.Contains("The journal holds no call.", Write(_folder.Write("empty.jsonl", "")), StringComparison.Ordinal);

    [Fact]
    public async Task A_last_line_that_was_torn_off_is_passed_over()
    {
        string path = await WriteAsync(2);
        await File.AppendAllTextAsync(path, """{"v":1,"request":"ab""", TestContext.Current.CancellationToken);

        Assert.Equal(3, Column(SampleReport.Parse(Write(path)), "Calls", "call").Length);
    }

    [Theory]
    [InlineData("no json\n")]
    [InlineData("{\"v\":2,\"request\":\"a\",\"at\":\"2026-11-29T00:00:00Z\"}\n")]
    [InlineData("{\"v\":1,\"request\":\"a\",\"at\":\"2026-11-29T00:00:00Z\""
        + ",\"reply\":{\"text\":null,\"requestedModel\":\"m\",\"endpoint\":\"e\",\"mode\":\"Production\"}}\n")]
    [InlineData("{\"v\":1,\"request\":\"a\",\"at\":\"2026-11-29T00:00:00Z\""
        + ",\"reply\":{\"text\":\"\",\"requestedModel\":\"m\",\"endpoint\":\"e\",\"mode\":\"Production\",\"steps\":[null]}}\n")]
    [InlineData("{\"v\":1,\"request\":\"a\",\"at\":\"2026-11-29T00:00:00Z\""
        + ",\"reply\":{\"text\":\"\",\"requestedModel\":\"m\",\"endpoint\":\"e\",\"mode\":\"Production\",\"steps\":null}}\n")]
    public void What_is_no_journal_is_an_error(string text)
    {
        string path = _folder.Write("other.jsonl", text);

        FileException failed = Assert.Throws<FileException>(() => Write(path));

        Assert.Equal(FileProblem.Malformed, failed.Problem);
        Assert.Contains("line 1 is no line of a journal", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_time_that_begins_before_all_times_ends_nothing()
    {
        JournalLine line = new()
        {
            V = 1,
            Request = "a",
            At = DateTimeOffset.MinValue,
            Reply = SampleReport.Reply("x") with { Duration = TimeSpan.FromDays(400) },
        };
        string path = _folder.Write("old.jsonl", JsonSerializer.Serialize(line, JournalJson.Default.JournalLine) + "\n");

        Assert.Equal(["x"], Column(SampleReport.Parse(Write(path)), "Calls", "answer, or what went wrong"));
    }

    private string Write(string path) => SampleReport.Write(AgentReportFormat.Html, d => JournalSection.AddTo(d, path, _folder.Path));

    private async Task<string> WriteAsync(int answers)
    {
        string path = Path.Combine(_folder.Path, "run.jsonl");
        using Journal journal = Journal.Open(path, TimeProvider.System);
        for (int i = 1; i <= answers; i++)
        {
            await journal.AddAsync($"{i}", SampleReport.Reply($"answer {i} to nr{i}@example.com"));
        }

        await journal.AddAsync("x", new ChatFailure { Kind = FailureKind.RateLimited, Summary = "The endpoint answered 429.", Endpoint = "e" });
        return path;
    }

    private static string[] Column(XElement report, string table, string name) =>
        [.. report.Descendants("table").Single(t => t.Attribute("aria-label")!.Value == table).Descendants("td")
            .Where(c => c.Attribute("data-name")!.Value == name).Select(c => c.Value)];
}
