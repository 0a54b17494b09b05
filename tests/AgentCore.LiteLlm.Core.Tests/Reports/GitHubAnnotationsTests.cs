using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Reports;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Reports;

public sealed class GitHubAnnotationsTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(Path.GetTempPath(), "checkout"));

    [Theory]
    [InlineData(DiagnosticSeverity.Error, "error")]
    [InlineData(DiagnosticSeverity.Warning, "warning")]
    [InlineData(DiagnosticSeverity.Information, "notice")]
    public void The_command_follows_the_severity(DiagnosticSeverity severity, string command) => Assert.Equal(
        $"::{command} file=agents/a.yaml,line=3,col=15,title=TypeMismatch::It is wrong. Mend it.",
        Write(Path.Combine(Root, "agents", "a.yaml"), "It is wrong.", severity));

    [Theory]
    [InlineData("a,b.yaml", "a%2Cb.yaml")]
    [InlineData("a:b%.yaml", "a%3Ab%25.yaml")]
    [InlineData("a\nb\r.yaml", "a%0Ab%0D.yaml")]
    public void A_file_name_cannot_end_its_property(string file, string written) => Assert.StartsWith(
        $"::error file={written},line=3,", Write(file, "x", DiagnosticSeverity.Error), StringComparison.Ordinal);

    [Fact]
    public void A_message_cannot_begin_a_command_of_its_own() => Assert.EndsWith(
        "::100%25, said: a%0D%0A::error::b Mend it.", Write("a.yaml", "100%, said: a\r\n::error::b", DiagnosticSeverity.Error), StringComparison.Ordinal);

    [Fact]
    public void Text_that_came_from_no_file_has_no_place() =>
        Assert.Equal("::error title=TypeMismatch::x Mend it.", Write("<content>", "x", DiagnosticSeverity.Error));

    private static string Write(string file, string message, DiagnosticSeverity severity) => GitHubAnnotations.Write(
        new Diagnostic
        {
            Code = DiagnosticCodes.TypeMismatch,
            Severity = severity,
            Message = message,
            Suggestion = "Mend it.",
            Location = new SourceLocation(file, 3, 15),
        },
        Root);
}
