namespace AgentCore.LiteLlm.Blueprints;

/// <summary>One of <c>policy.rules</c>; it either allows or denies one tool.</summary>
public sealed record PolicyRule
{
    /// <summary>Gets its name.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the tool it allows; null when it denies.</summary>
    public string? Allow { get; init; }

    /// <summary>Gets the tool it denies; null when it allows.</summary>
    public string? Deny { get; init; }

    /// <summary>Gets the Cedar condition under which it holds.</summary>
    public string? When { get; init; }

    /// <summary>Gets the Cedar condition under which it does not hold.</summary>
    public string? Unless { get; init; }

    /// <summary>Gets the Cedar principal it is about; null means everyone.</summary>
    public string? Principal { get; init; }
}
