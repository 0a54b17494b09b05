using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Evaluations;

/// <summary>Which cases are run: by their names and by their tags.</summary>
/// <param name="matches">Says whether a pattern stands for a name.</param>
internal sealed class CaseChoice(Func<string, string, bool> matches)
{
    /// <summary>Gets the names of the cases, or patterns of them; null for all.</summary>
    public IReadOnlyCollection<string>? Names { get; init; }

    /// <summary>Gets tags of which a case needs one; null for none.</summary>
    public IReadOnlyCollection<string>? Tags { get; init; }

    /// <summary>Gets tags of which a case may have none.</summary>
    public IReadOnlyCollection<string> ExcludedTags { get; init; } = [];

    /// <summary>Says whether a case is run.</summary>
    /// <param name="asked">The case.</param>
    public bool Holds(EvaluationCase asked) =>
        (Names is null || Names.Any(n => IsNamed(asked, n)))
        && (Tags is null || Tags.Any(t => HasTag(asked, t)))
        && !ExcludedTags.Any(t => HasTag(asked, t));

    /// <summary>Finds the names and tags that no case has: they choose nothing, and with others beside them nobody would notice.</summary>
    /// <param name="cases">Every case there is.</param>
    /// <returns>A sentence for each.</returns>
    public IEnumerable<string> FindUnmet(IReadOnlyCollection<EvaluationCase> cases)
    {
        foreach (string name in (Names ?? []).Where(n => !cases.Any(c => IsNamed(c, n))))
        {
            yield return $"No case is called '{SecretShapes.Excerpt(name)}'.";
        }

        foreach (string tag in (Tags ?? []).Where(t => !cases.Any(c => HasTag(c, t))))
        {
            yield return $"No case has the tag '{SecretShapes.Excerpt(tag)}'.";
        }
    }

    /// <summary>Says whether a case has a tag, in any case of its letters.</summary>
    /// <param name="asked">The case.</param>
    /// <param name="tag">The tag.</param>
    public static bool HasTag(EvaluationCase asked, string tag) => asked.Tags.Contains(tag, StringComparer.OrdinalIgnoreCase);

    private bool IsNamed(EvaluationCase asked, string name) => name.Equals(asked.Name, StringComparison.OrdinalIgnoreCase) || matches(name, asked.Name);
}
