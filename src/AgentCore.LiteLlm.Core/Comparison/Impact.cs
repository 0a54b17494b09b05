namespace AgentCore.LiteLlm.Comparison;

/// <summary>What follows from a change.</summary>
/// <param name="Kind">What it means.</param>
/// <param name="Text">What follows, in words.</param>
internal sealed record Impact(BlueprintChangeKind Kind, string Text)
{
    /// <summary>Joins what follows from several changes: the weightiest says what they mean together, and comes first.</summary>
    /// <param name="parts">What follows from each.</param>
    public static Impact Join(IEnumerable<Impact> parts)
    {
        Impact[] sorted = [.. parts.OrderByDescending(p => p.Kind)];
        return sorted.Length == 0
            ? new Impact(BlueprintChangeKind.Neutral, "")
            : new Impact(sorted[0].Kind, string.Join(' ', sorted.Select(p => p.Text).Where(t => t.Length > 0).Distinct(StringComparer.Ordinal)));
    }
}
