using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Schemas.Evaluation;

/// <summary>What has been found so far: the first of it in full, the rest as a number.</summary>
internal sealed class SchemaFindings
{
    public const int Most = 20;

    private readonly List<Finding> _kept = [];

    public IReadOnlyList<Finding> Kept => _kept;

    public int Count { get; private set; }

    public void Add(Finding finding)
    {
        Count++;
        if (_kept.Count < Most)
        {
            _kept.Add(finding);
        }
    }

    public void AddAll(SchemaFindings others)
    {
        foreach (Finding finding in others._kept)
        {
            Add(finding);
        }

        Count += others.Count - others._kept.Count;
    }

    /// <summary>Counts a finding without wording it, when the list is full anyway.</summary>
    public bool CountIfFull()
    {
        if (_kept.Count < Most)
        {
            return false;
        }

        Count++;
        return true;
    }

    public ImmutableArray<SchemaViolation> ToViolations()
    {
        ImmutableArray<SchemaViolation>.Builder violations = ImmutableArray.CreateBuilder<SchemaViolation>(_kept.Count + 1);
        violations.AddRange(_kept.Select(finding => finding.ToViolation()));
        if (Count > _kept.Count)
        {
            violations.Add(new SchemaViolation("$", "", "", $"$ has {Count - _kept.Count} more violations that are not listed here"));
        }

        return violations.ToImmutable();
    }
}
