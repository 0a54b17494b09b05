using AgentCore.LiteLlm.Schemas.Evaluation;

namespace AgentCore.LiteLlm.Schemas.Patterns;

/// <summary>The time that all patterns of one check may take together.</summary>
internal sealed class PatternTime
{
    private static readonly TimeSpan Total = TimeSpan.FromSeconds(5);

    private TimeSpan _spent;

    /// <summary>Gets the time that one match may take.</summary>
    public static TimeSpan PerMatch { get; } = TimeSpan.FromSeconds(2);

    public void Spend(TimeSpan time)
    {
        _spent += time;
        if (_spent > Total)
        {
            throw new SchemaRunStoppedException("takes too long to hold against the patterns of the schema");
        }
    }
}
