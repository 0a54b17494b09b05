using System.Text.RegularExpressions;
using AgentCore.LiteLlm.Requirements.Versions;

namespace AgentCore.LiteLlm.Requirements.Reading;

/// <summary>Reads one requirement as pip takes it: a name with a specifier, or a place to fetch it from.</summary>
internal static partial class PackageText
{
    private const int LongestText = 2_000;

    /// <summary>Reads a requirement, and leaves those alone that are not LiteLLM's.</summary>
    /// <param name="text">The text, as PEP 508 or a URL or a file.</param>
    /// <param name="path">The file in which it stands.</param>
    /// <param name="line">The line.</param>
    /// <returns>What it asks for; null when it has nothing to do with LiteLLM.</returns>
    public static FoundRequirement? Find(string text, string path, int line)
    {
        string requirement = text.Trim();
        if (requirement.Length > LongestText)
        {
            return Named().IsMatch(requirement[..LongestText])
                ? new FoundRequirement.Broken(path, line, requirement, "A requirement of LiteLLM is too long to be one.")
                : null;
        }

        Match named = Named().Match(requirement);
        if (!named.Success)
        {
            return IsPlace(requirement) ? FindPlace(requirement, path, line) : null;
        }

        string rest = named.Groups["rest"].Value.Trim();
        if (rest.StartsWith('@'))
        {
            return FromPlace(rest[1..], requirement, path, line);
        }

        string versions = BeforeMarker(rest);
        return VersionSpecifier.Find(versions) is { } specifier
            ? new FoundRequirement.Package(path, line, requirement, specifier)
            : new FoundRequirement.Broken(path, line, requirement, "What follows 'litellm' is no specifier of versions as PEP 440 has them.");
    }

    /// <summary>Says whether a name is LiteLLM's, in any spelling that means the same.</summary>
    /// <param name="name">The name.</param>
    /// <returns>True when it is.</returns>
    public static bool IsLiteLlm(string name) => string.Equals(name.Trim(), "litellm", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a place that a package is fetched from.</summary>
    /// <param name="place">The place: a URL, a file, or a repository with a tag.</param>
    /// <param name="text">The requirement as it is written.</param>
    /// <param name="path">The file in which it stands.</param>
    /// <param name="line">The line.</param>
    /// <returns>The version in the name of the file or the tag; unknown when there is none.</returns>
    public static FoundRequirement FromPlace(string place, string text, string path, int line) =>
        VersionIn(place) is { } version
            ? new FoundRequirement.Package(path, line, text, VersionSpecifier.Find($"=={version}")!)
            : new FoundRequirement.Unknown(path, line, text, "LiteLLM comes from a place that does not tell its version.");

    // Without a name before it, only a place that names LiteLLM is one of LiteLLM's.
    private static FoundRequirement? FindPlace(string requirement, string path, int line) =>
        PlaceName().IsMatch(requirement) ? FromPlace(requirement, requirement, path, line) : null;

    private static bool IsPlace(string text) =>
        text.Contains('/', StringComparison.Ordinal)
            || text.EndsWith(".whl", StringComparison.OrdinalIgnoreCase)
            || text.EndsWith(".tar.gz", StringComparison.OrdinalIgnoreCase);

    private static PythonVersion? VersionIn(string place)
    {
        Match file = FileVersion().Match(place);
        Match tag = TagVersion().Match(place);
        string? version = file.Success ? file.Groups["version"].Value : tag.Success ? tag.Groups["version"].Value : null;
        return version is null ? null : PythonVersion.Find(version.Replace("%2B", "+", StringComparison.OrdinalIgnoreCase)) ?? ImageTag.FindVersion(version);
    }

    // A marker says where the requirement holds; what it asks for there is asked for.
    private static string BeforeMarker(string rest)
    {
        int marker = rest.IndexOf(';', StringComparison.Ordinal);
        string versions = (marker < 0 ? rest : rest[..marker]).Trim();
        int options = (" " + versions).IndexOf(" --", StringComparison.Ordinal);
        versions = options < 0 ? versions : versions[..options].Trim();
        return versions is ['(', .., ')'] ? versions[1..^1] : versions;
    }

    [GeneratedRegex(
        @"^litellm\s*(?:\[[^\]]*\])?\s*(?<rest>$|[<>=!~;@(].*|(?<=\s)\S.*)\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Singleline)]
    private static partial Regex Named();

    [GeneratedRegex(
        @"(?:^|[/\\=])litellm(?:/?$|-[0-9]|[@#&]|\.git|/archive/)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex PlaceName();

    [GeneratedRegex(
        @"(?:^|[/\\])litellm-(?<version>[0-9][0-9A-Za-z.!+_%]*?)(?:-[^/\\]*\.whl|\.tar\.gz|\.zip|\.tar\.bz2)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex FileVersion();

    [GeneratedRegex(
        @"litellm(?:\.git)?/?(?:@|archive/(?:refs/tags/)?)(?<version>v?[0-9][^#&\s]*?)(?:$|[#&\s]|\.zip|\.tar\.gz)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex TagVersion();
}
