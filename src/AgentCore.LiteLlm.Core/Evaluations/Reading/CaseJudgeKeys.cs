using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Keys;

namespace AgentCore.LiteLlm.Evaluations.Reading;

/// <summary>The keys of a judge that a case asks.</summary>
internal static class CaseJudgeKeys
{
    public static readonly TextKey Name = new("name", "The name of one of judges, or of the blueprint's evaluation.custom_evaluators.") { IsRequired = true };

    public static readonly NumberKey AtLeast = new(
        "at_least", "The lowest mark that passes; the judge's own when not given, else the middle of its scale.", -1e9, 1e9);

    public static readonly TextKey Criteria = new("criteria", "What counts for this case: the judge is told.");

    public static readonly BlockShape Shape = new(Name, AtLeast, Criteria) { IsClosed = true };

    /// <summary>Reads a judge.</summary>
    /// <param name="block">The block.</param>
    /// <returns>What it says.</returns>
    public static CaseJudge Read(BlockReader block)
    {
        TextPlace place = block.PlaceOf(Name);
        return new CaseJudge(block.RequiredText(Name))
        {
            AtLeast = block.Number(AtLeast),
            Criteria = block.Text(Criteria),
            Location = new SourceLocation(block.Findings.Source.File, place.Line, place.Column),
        };
    }
}
