namespace AgentCore.LiteLlm.Build.Help;

/// <summary>A parameter of a cmdlet, as it is declared.</summary>
internal sealed record ParameterDescription
{
    /// <summary>Gets the name.</summary>
    public required string Name { get; init; }

    /// <summary>Gets what it is for, from the property's comment; empty when there is none.</summary>
    public required string Text { get; init; }

    /// <summary>Gets the type's name.</summary>
    public required string Type { get; init; }

    /// <summary>Gets the words it takes; empty where it is no choice.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Gets the value it has when not given; <c>None</c> for no value.</summary>
    public required string Default { get; init; }

    /// <summary>Gets its other names.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Gets a value indicating whether wildcards are expanded.</summary>
    public bool TakesWildcards { get; init; }

    /// <summary>Gets how it behaves in each set it belongs to; the key is empty for all sets.</summary>
    public required IReadOnlyDictionary<string, ParameterRole> Roles { get; init; }

    /// <summary>Gets a value indicating whether it is a switch, which takes no value.</summary>
    public bool IsSwitch => Type == "SwitchParameter";

    /// <summary>Gets the parameter's role in a set; null when it does not belong to it.</summary>
    public ParameterRole? RoleIn(string set) => Roles.GetValueOrDefault(set) ?? Roles.GetValueOrDefault("");
}
