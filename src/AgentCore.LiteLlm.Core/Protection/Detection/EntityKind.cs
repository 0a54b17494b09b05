using System.Collections.Immutable;
using AgentCore.LiteLlm.Protection.Detection.Recognisers;

namespace AgentCore.LiteLlm.Protection.Detection;

/// <summary>A kind of personal data: what finds it, when it is looked for, what else it is called.</summary>
/// <param name="Name">Presidio's name of it.</param>
/// <param name="Make">Makes what finds it in a text; null when only a model can.</param>
internal sealed record EntityKind(string Name, Func<Recogniser>? Make = null)
{
    /// <summary>What <see cref="DefaultIn"/> says of a kind that is looked for in every language.</summary>
    public const string Everywhere = "*";

    /// <summary>Gets the language in which it is looked for when no kind is named; null where it has to be asked for.</summary>
    public string? DefaultIn { get; init; }

    /// <summary>Gets a value indicating whether a model finds forms of it that no pattern knows.</summary>
    public bool NeedsModelToo { get; init; }

    /// <summary>Gets Bedrock's, CloudWatch's and everyday names for it, letters only.</summary>
    public ImmutableArray<string> OtherNames { get; init; } = [];

    /// <summary>Gets what can find it.</summary>
    public EntityCoverage Coverage => Make is null ? EntityCoverage.Model : NeedsModelToo ? EntityCoverage.PatternsAndModel : EntityCoverage.Patterns;

    /// <summary>Says whether it is looked for in a language when no kind is named.</summary>
    public bool IsDefaultIn(string language) => DefaultIn is Everywhere || DefaultIn == language;
}
