using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Protection;

/// <summary>A text holds personal data of a kind that must not leave.</summary>
public sealed class ProtectionBlockedException : Exception
{
    /// <summary>Initializes the exception.</summary>
    /// <param name="found">How often each kind that must not leave was found.</param>
    internal ProtectionBlockedException(ImmutableArray<EntityCount> found)
        : base($"Personal data that must not leave was found: {string.Join(", ", found)}.") => Found = found;

    /// <summary>Gets how often each kind that must not leave was found.</summary>
    public ImmutableArray<EntityCount> Found { get; }
}
