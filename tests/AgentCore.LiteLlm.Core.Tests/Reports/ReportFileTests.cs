using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Reports;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Reports;

public sealed class ReportFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(AgentReportFormat.Html)]
    [InlineData(AgentReportFormat.Markdown)]
    public void An_older_report_may_be_replaced(AgentReportFormat format)
    {
        string path = _folder.Write("report", SampleReport.Write(format, d => d.Add(SampleReport.Reply("x"))));

        ReportFile.Check(path, overwrites: false);
    }

    [Fact]
    public void An_empty_file_and_none_may_be_written()
    {
        ReportFile.Check(_folder.Write("empty", ""), overwrites: false);
        ReportFile.Check(Path.Combine(_folder.Path, "none"), overwrites: false);
    }

    [Theory]
    [InlineData("id: agent\n")]
    [InlineData("<!DOCTYPE html><html><head><title>other</title></head></html>")]
    public void Any_other_file_stays_unless_it_is_asked_for(string text)
    {
        string path = _folder.Write("other", text);

        Assert.Equal(FileProblem.AlreadyThere, Assert.Throws<FileException>(() => ReportFile.Check(path, overwrites: false)).Problem);
        ReportFile.Check(path, overwrites: true);
    }

    [Fact]
    public void A_folder_is_no_place_for_a_report() =>
        Assert.Equal(FileProblem.NotAFile, Assert.Throws<FileException>(() => ReportFile.Check(_folder.Path, overwrites: true)).Problem);
}
