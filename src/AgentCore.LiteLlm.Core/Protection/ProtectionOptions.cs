using System.Collections.Immutable;
using AgentCore.LiteLlm.Network;
using AgentCore.LiteLlm.Protection.Detection;

namespace AgentCore.LiteLlm.Protection;

/// <summary>What a caller sets about personal data, beside what the blueprint says.</summary>
public sealed record ProtectionOptions
{
    /// <summary>The variable that holds the analyzer's address where none is given.</summary>
    public const string AnalyzerVariable = "PRESIDIO_ANALYZER_API_BASE";

    /// <summary>The name that stands for every kind of data.</summary>
    public const string Every = "*";

    /// <summary>Gets what is done with what has no action of its own; <see cref="ProtectionAction.Replace"/> by default.</summary>
    public ProtectionAction Action { get; init; }

    /// <summary>Gets what is done with each kind, by its name.</summary>
    public ImmutableArray<KeyValuePair<string, ProtectionAction>> Actions { get; init; } = [];

    /// <summary>Gets the lowest score that counts, from 0 to 1; null takes the detectors' own.</summary>
    public double? Threshold { get; init; }

    /// <summary>Gets the terms that may leave although they are found.</summary>
    public ImmutableArray<string> AllowList { get; init; } = [];

    /// <summary>Gets kinds of data of the caller's own.</summary>
    public ImmutableArray<EntityPattern> Patterns { get; init; } = [];

    /// <summary>Gets the address of a Presidio analyzer; null takes the one that <see cref="AnalyzerVariable"/> holds, if any.</summary>
    public Uri? AnalyzerUri { get; init; }

    /// <summary>Gets a value indicating whether texts may cross a network to the analyzer in clear text.</summary>
    public bool AllowUnencryptedAnalyzer { get; init; }

    /// <summary>Gets the kinds that may leave unprotected where nothing can find them; <see cref="Every"/> stands for all.</summary>
    public ImmutableArray<string> AllowUnprotected { get; init; } = [];

    /// <summary>Gets how the analyzer is connected to; null for the usual way.</summary>
    public TransportOptions? Transport { get; init; }
}
