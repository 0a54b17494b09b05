using System.Collections.Immutable;
using System.Management.Automation;

namespace AgentCore.LiteLlm.Tools;

/// <summary>One value within an argument, as the texts that patterns are held against.</summary>
/// <param name="Texts">The value as text; several spellings mean the same. Empty where only its parts have texts.</param>
internal sealed record ArgumentReading(params ImmutableArray<string> Texts)
{
    /// <summary>Gets the values that it is made of, such as the flags of an enum.</summary>
    public ImmutableArray<string> Parts { get; init; } = [];

    /// <summary>Gets further texts that a denied pattern may mean.</summary>
    public ImmutableArray<string> Hints { get; init; } = [];

    /// <summary>Says whether a pattern denies the value.</summary>
    public bool IsDenied(ImmutableArray<WildcardPattern> patterns) => Texts.Concat(Parts).Concat(Hints).Any(t => IsMatch(t, patterns));

    /// <summary>Says whether the patterns allow the value: as a whole, or each of its parts.</summary>
    public bool IsAllowed(ImmutableArray<WildcardPattern> patterns) =>
        Texts.Any(t => IsMatch(t, patterns)) || (Parts.IsEmpty ? Texts.IsEmpty : Parts.All(p => IsMatch(p, patterns)));

    private static bool IsMatch(string text, ImmutableArray<WildcardPattern> patterns) => patterns.Any(p => p.IsMatch(text));
}
