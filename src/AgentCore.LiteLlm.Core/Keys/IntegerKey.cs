using System.Globalization;

namespace AgentCore.LiteLlm.Keys;

/// <summary>A key whose value is a whole number.</summary>
internal sealed class IntegerKey(string name, string description, int minimum, int maximum = int.MaxValue) : BlueprintKey(name, description)
{
    /// <summary>Gets the smallest number allowed.</summary>
    public int Minimum { get; } = minimum;

    /// <summary>Gets the largest number allowed.</summary>
    public int Maximum { get; } = maximum;

    /// <summary>Gets the number that an absent key stands for; null when it stands for none.</summary>
    public int? Default { get; init; }

    /// <inheritdoc/>
    public override string Expected => Minimum == int.MinValue ? "a whole number" : Maximum == int.MaxValue
        ? string.Create(CultureInfo.InvariantCulture, $"a whole number of at least {Minimum}")
        : string.Create(CultureInfo.InvariantCulture, $"a whole number from {Minimum} to {Maximum}");
}
