using AgentCore.LiteLlm.Diagnostics;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Diagnostics;

public sealed class FindingsTests
{
    private readonly Findings _findings = new(new SourceText("f.yaml", "a: 1\nb: 2\n"));

    [Fact]
    public void Findings_are_sorted_by_place_and_those_of_one_place_stay_in_their_order()
    {
        _findings.Warn("Third", new TextPlace(2, 1), "m");
        _findings.Warn("Second", new TextPlace(1, 4), "m");
        _findings.Error("First", TextPlace.Start, "m");
        _findings.Warn("Fourth", new TextPlace(2, 1), "m");

        Assert.Equal(["First", "Second", "Third", "Fourth"], _findings.ToImmutable().Select(f => f.Code));
        Assert.True(_findings.HasErrors);
    }

    [Fact]
    public void A_finding_about_no_text_has_no_place()
    {
        Findings findings = new(places: null);

        findings.Error("Code", "model.model_id", "m", "s");

        Diagnostic found = Assert.Single(findings.ToImmutable());
        Assert.Equal(("model.model_id", null, null, "s"), (found.Path, found.Location, found.LineText, found.Suggestion));
        Assert.Equal("model.model_id", findings.Name("model.model_id"));
    }

    [Fact]
    public void What_is_taken_over_keeps_its_own_place_and_counts_as_an_error_where_it_is_one()
    {
        Findings other = new(new SourceText("g.yaml", "c: 3"));
        other.Error("Other", TextPlace.Start, "m");

        _findings.AddAll(other.ToImmutable());

        Assert.Equal("g.yaml(1,1)", $"{Assert.Single(_findings.ToImmutable()).Location}");
        Assert.True(_findings.HasErrors);
    }

    [Fact]
    public void More_than_a_thousand_findings_are_cut_short_with_an_error_that_says_so()
    {
        for (int at = 0; at < 1_100; at++)
        {
            _findings.Warn("Code", new TextPlace(2, 1), "m");
        }

        Assert.Equal((1_001, DiagnosticCodes.TooManyFindings), (_findings.ToImmutable().Length, _findings.ToImmutable()[^1].Code));
        Assert.True(_findings.IsFull && _findings.HasErrors);
    }

    [Fact]
    public void Judged_strictly_a_warning_is_an_error_and_leaves_no_value()
    {
        Checked<string> mild = _findings.ToChecked("value");
        Assert.Equal("value", mild.Strictly().Value);

        _findings.Warn("Code", TextPlace.Start, "m");
        Checked<string> strict = _findings.ToChecked("value").Strictly();

        Assert.Equal((null, DiagnosticSeverity.Error), (strict.Value, strict.Diagnostics[0].Severity));
    }
}
