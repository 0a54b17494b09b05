using System.Collections.Immutable;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Protection.Detection;

/// <summary>Every kind of personal data that Presidio knows by name, what can find it, and which are looked for when none is named.</summary>
public static class EntityCatalogue
{
    /// <summary>Gets every name, in alphabetical order; the families that only a medical model finds (<c>MEDICAL_...</c>) are not listed one by one.</summary>
    public static ImmutableArray<string> Names { get; } = [.. EntityKinds.All.Select(k => k.Name).Order(StringComparer.Ordinal)];

    /// <summary>Says what can find a kind of personal data.</summary>
    /// <param name="name">Presidio's name of it.</param>
    /// <returns>What can find it.</returns>
    public static EntityCoverage CoverageOf(string name) => EntityKinds.Find(name)?.Coverage
        ?? (name.StartsWith("MEDICAL_", StringComparison.Ordinal) ? EntityCoverage.Model : EntityCoverage.Unknown);

    /// <summary>Lists what Presidio looks for in a language when no kind is named.</summary>
    /// <param name="language">The language's code.</param>
    /// <returns>The names, those that need a model included.</returns>
    public static ImmutableArray<string> DefaultSet(string language) => [.. EntityKinds.All.Where(k => k.IsDefaultIn(language)).Select(k => k.Name)];

    /// <summary>Finds the name that somebody probably meant.</summary>
    /// <param name="name">What was written.</param>
    /// <returns>The name, or null when none is likely.</returns>
    public static string? FindLikely(string name)
    {
        string letters = new string([.. name.Where(char.IsLetterOrDigit)]).ToUpperInvariant();
        return EntityKinds.All.FirstOrDefault(k => k.OtherNames.Contains(letters))?.Name ?? NearestName.Find(name, [.. Names]);
    }

    /// <summary>Says that names stand for no kind of data: the one wording, wherever they are written.</summary>
    /// <param name="names">The unknown names.</param>
    internal static string DescribeUnknown(params ReadOnlySpan<string> names) => names.Length == 1
        ? $"'{SecretShapes.Excerpt(names[0])}' is no kind of personal data that Presidio knows"
        : $"{List(names)} are no kinds of personal data that Presidio knows";

    /// <summary>Says what to write in place of unknown names.</summary>
    /// <param name="names">The unknown names.</param>
    internal static string AdviseUnknown(params ReadOnlySpan<string> names)
    {
        List<string> likely = [];
        foreach (string name in names)
        {
            if (FindLikely(name) is { } near && !likely.Contains(near))
            {
                likely.Add(near);
            }
        }

        return likely.Count == 0 ? "Write one of Presidio's names, such as 'EMAIL_ADDRESS'." : $"Did you mean {List([.. likely])}?";
    }

    /// <summary>Lists what options ask for, by name or by default, each once.</summary>
    internal static ImmutableArray<string> Asked(EntityDetectorOptions options) =>
        options.Entities.IsEmpty ? DefaultSet(options.Language) : [.. options.Entities.Distinct(StringComparer.Ordinal)];

    /// <summary>Lists what of it a model has to find.</summary>
    internal static ImmutableArray<string> ForModel(EntityDetectorOptions options) =>
        [.. Asked(options).Where(e => CoverageOf(e) is EntityCoverage.Model or EntityCoverage.PatternsAndModel)];

    private static string List(ReadOnlySpan<string> names)
    {
        List<string> quoted = [];
        foreach (string name in names)
        {
            quoted.Add($"'{SecretShapes.Excerpt(name)}'");
        }

        return string.Join(", ", quoted);
    }
}
