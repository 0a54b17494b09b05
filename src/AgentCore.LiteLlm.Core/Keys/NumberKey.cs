using System.Globalization;

namespace AgentCore.LiteLlm.Keys;

/// <summary>A key whose value is a number.</summary>
internal sealed class NumberKey(string name, string description, double minimum, double maximum) : BlueprintKey(name, description)
{
    /// <summary>Gets the smallest number allowed.</summary>
    public double Minimum { get; } = minimum;

    /// <summary>Gets the largest number allowed.</summary>
    public double Maximum { get; } = maximum;

    /// <summary>Gets the number that an absent key stands for; null when it stands for none.</summary>
    public double? Default { get; init; }

    /// <inheritdoc/>
    public override string Expected => string.Create(CultureInfo.InvariantCulture, $"a number from {Minimum} to {Maximum}");
}
