namespace AgentCore.LiteLlm.Failures.Recognition;

/// <summary>The signs that an error shows.</summary>
internal readonly record struct SignSet
{
    private readonly ulong _bits;

    private SignSet(ulong bits) => _bits = bits;

    /// <summary>Says whether a sign is shown.</summary>
    public bool Has(Sign sign) => (_bits & (1UL << (int)sign)) != 0;

    /// <summary>Adds a sign.</summary>
    public SignSet With(Sign sign) => new(_bits | (1UL << (int)sign));

    /// <summary>Takes a sign away.</summary>
    public SignSet Without(Sign sign) => new(_bits & ~(1UL << (int)sign));
}
