using System.Xml.Linq;
using AgentCore.LiteLlm.Comparison;
using AgentCore.LiteLlm.Reports;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Comparison;

public sealed class ChangeSectionTests
{
    [Fact]
    public void Changes_are_shown_the_weightiest_first_and_a_prompt_as_a_diff()
    {
        BlueprintChange[] changes =
        [
            new() { Path = "model.temperature", Old = 0.2, New = 0.7, Kind = BlueprintChangeKind.Behaviour, Impact = "The model is asked otherwise." },
            new() { Path = "prompt", Old = "a", New = "b", Kind = BlueprintChangeKind.Behaviour,
                Impact = "The system prompt changed:\n@@ -1 +1 @@\n-be <b>\n+be kind" },
            new() { Path = "policy.mode", Old = "ENFORCE", New = "LOG_ONLY", Kind = BlueprintChangeKind.Weakened, File = "/somewhere/else/agent.yaml",
                Line = 4 },
        ];

        XElement report = SampleReport.Parse(SampleReport.Write(AgentReportFormat.Html, d => ChangeSection.AddTo(d, changes, Path.GetTempPath())));

        Assert.Equal(
            [
                "Weakened policy.mode ENFORCE LOG_ONLY  agent.yaml:4", "Behaviour model.temperature 0.2 0.7 The model is asked otherwise. ",
                "Behaviour prompt   The system prompt changed: ",
            ],
            report.Descendants("tbody").Single().Elements("tr").Select(r => string.Join(' ', r.Elements("td").Select(c => c.Value))));
        Assert.Equal(["place", "removed", "added"], report.Descendants("pre").Single().Elements("span").Select(s => s.Attribute("class")!.Value));
        Assert.Contains("-be <b>\n", report.Descendants("pre").Single().Value, StringComparison.Ordinal);
    }
}
