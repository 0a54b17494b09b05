namespace AgentCore.LiteLlm.Keys;

/// <summary>One key of a blueprint, described once: reading, the JSON Schema and the documentation all follow from it.</summary>
internal abstract class BlueprintKey
{
    private protected BlueprintKey(string name, string description)
    {
        Name = name;
        Description = description;
    }

    /// <summary>Gets the key as it is written.</summary>
    public string Name { get; }

    /// <summary>Gets what the key means, for people.</summary>
    public string Description { get; }

    /// <summary>Gets a value indicating whether a block without the key is wrong.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Gets a value indicating whether the key may stand without a value, as if it were not there.</summary>
    public bool IsNullable { get; init; }

    /// <summary>Gets a value indicating whether the order of the entries counts, where the value is a list of texts.</summary>
    public bool IsOrdered { get; init; }

    /// <summary>Gets a value indicating whether writing the default says something that leaving the key out does not.</summary>
    public bool IsMeantWhenWritten { get; init; }

    /// <summary>Gets a value to show an author who left the key out, as YAML.</summary>
    public string? Example { get; init; }

    /// <summary>Gets what the value must be, as it reads after 'must be'.</summary>
    public abstract string Expected { get; }
}
