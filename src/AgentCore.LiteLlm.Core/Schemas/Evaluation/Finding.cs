using AgentCore.LiteLlm.Schemas.Keywords;

namespace AgentCore.LiteLlm.Schemas.Evaluation;

/// <summary>A violation while it is still being weighed against those of other branches.</summary>
/// <param name="Path">The path of the value.</param>
/// <param name="Depth">How many steps that path has.</param>
/// <param name="Rule">The keyword that objects; null when the check was stopped.</param>
/// <param name="Explanation">The sentence without the path it begins with.</param>
internal sealed record Finding(string Path, int Depth, Keyword? Rule, string Explanation)
{
    /// <summary>Gets what the value must be, where the sentence is of the form "must be …, but it is …".</summary>
    public Expectation? Expectation { get; init; }

    public SchemaViolation ToViolation() => new(Path, Rule?.Pointer ?? "", Rule?.Name ?? "", $"{Path} {Explanation}");
}
