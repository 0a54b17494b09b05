using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Protection.Detection;

/// <summary>What to look for in texts, and with what.</summary>
internal sealed record EntityDetectorOptions
{
    /// <summary>Gets the kinds of personal data to find, by Presidio's names; empty means Presidio's default set for the language.</summary>
    public ImmutableArray<string> Entities { get; init; } = [];

    /// <summary>Gets the language of the texts, as a code; <c>en</c> by default.</summary>
    public string Language { get; init; } = "en";

    /// <summary>Gets the lowest score that counts, from 0 to 1; 0.4 by default.</summary>
    public double ScoreThreshold { get; init; } = 0.4;

    /// <summary>Gets the terms that may pass although they are found; none may be empty.</summary>
    public ImmutableArray<string> AllowList { get; init; } = [];

    /// <summary>Gets how the allow-list is compared; <see cref="AllowListMatch.Exact"/> by default.</summary>
    public AllowListMatch AllowListMatch { get; init; }

    /// <summary>Gets kinds of data of the user's own, up to 50; they are looked for whatever <see cref="Entities"/> says.</summary>
    public ImmutableArray<EntityPattern> Patterns { get; init; } = [];

    /// <summary>Gets the address of a Presidio analyzer service, such as <c>http://localhost:5002</c>; null uses none.</summary>
    public Uri? AnalyzerUri { get; init; }

    /// <summary>
    /// Gets a value indicating whether texts may cross a network to the analyzer in clear text; false by default, and never needed on this
    /// machine.
    /// </summary>
    public bool AllowUnencryptedAnalyzer { get; init; }

    /// <summary>Gets the longest that one exchange with the analyzer may take; 30 s by default.</summary>
    public TimeSpan AnalyzerLimit { get; init; } = TimeSpan.FromSeconds(30);
}
