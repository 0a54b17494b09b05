using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Evaluations.Reading;

/// <summary>What must hold for an answer.</summary>
/// <param name="Assertions">Each of it.</param>
internal sealed record Expectations(ImmutableArray<CaseAssertion> Assertions)
{
    /// <summary>Gets who judges the answer besides.</summary>
    public ImmutableArray<CaseJudge> Judges { get; init; } = [];

    /// <summary>Adds those of the file's defaults; of what there can be one only, a case's own comes first.</summary>
    public Expectations With(Expectations defaults) => new(
        [.. Assertions, .. defaults.Assertions.Where(d => d.IsRepeatable || Assertions.All(a => a.Key != d.Key))])
    {
        Judges = [.. Judges, .. defaults.Judges.Where(d => Judges.All(j => j.Name != d.Name))],
    };
}
