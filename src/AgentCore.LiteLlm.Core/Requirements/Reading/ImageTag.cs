using System.Text.RegularExpressions;
using AgentCore.LiteLlm.Requirements.Versions;

namespace AgentCore.LiteLlm.Requirements.Reading;

/// <summary>Reads references of container images, and the versions in their tags.</summary>
internal static partial class ImageTag
{
    /// <summary>Reads a reference, and leaves those alone that are not LiteLLM's.</summary>
    /// <param name="reference">The reference: <c>registry/name:tag@digest</c>.</param>
    /// <param name="path">The file in which it stands.</param>
    /// <param name="line">The line.</param>
    /// <returns>What it asks for; null when it has nothing to do with LiteLLM.</returns>
    public static FoundRequirement? Find(string reference, string path, int line)
    {
        Match match = reference.Length > 1_000 ? Match.Empty : Reference().Match(reference.Trim());
        string name = match.Groups["name"].Value.ToLowerInvariant();
        if (!match.Success
            || !(name == "litellm" || name.StartsWith("litellm-", StringComparison.Ordinal) || name.StartsWith("litellm_", StringComparison.Ordinal)))
        {
            return null;
        }

        bool isOfMaker = match.Groups["owner"].Value.ToLowerInvariant() is "ghcr.io/berriai/" or "docker.litellm.ai/berriai/" or "litellm/"
            or "docker.io/litellm/" or "berriai/" or "docker.io/berriai/";
        string tag = match.Groups["tag"].Value;
        if (tag.Contains('$', StringComparison.Ordinal))
        {
            return new FoundRequirement.Unknown(path, line, reference, "The image's tag comes from a variable that has no value here.");
        }

        if (FindVersion(tag) is { } version)
        {
            string comparison = version.Release.Length > 2 ? $"=={version}" : $"=={version}.*";
            return new FoundRequirement.Image(path, line, reference, VersionSpecifier.Find(comparison) ?? VersionSpecifier.Any, isOfMaker);
        }

        return new FoundRequirement.Unknown(
            path,
            line,
            reference,
            match.Groups["digest"].Success
                ? "The image's digest does not tell its version."
                : $"The image's tag {(tag.Length == 0 ? "is left out" : $"'{tag}'")} and can move to any version.");
    }

    /// <summary>Finds the version in a tag, such as <c>main-v1.83.7-stable.patch.1</c>.</summary>
    /// <param name="tag">The tag.</param>
    /// <returns>The version; null when the tag tells none.</returns>
    public static PythonVersion? FindVersion(string tag)
    {
        Match match = tag.Length > 200 ? Match.Empty : Version().Match(tag);
        if (!match.Success)
        {
            return null;
        }

        string stage = match.Groups["stage"].Value.ToLowerInvariant();
        return PythonVersion.Find(
            match.Groups["release"].Value + (stage.Length == 0 ? "" : $"{(stage == "dev" ? ".dev" : stage)}{match.Groups["number"].Value}"));
    }

    [GeneratedRegex(
        @"^(?<owner>(?:[^/@\s]+/)*)(?<name>[^/:@\s]+)(?::(?<tag>[^@\s]+))?(?:@(?<digest>\S+))?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Reference();

    [GeneratedRegex(
        @"(?:^|[-_])v?(?<release>[0-9]+\.[0-9]+(?:\.[0-9]+)?)(?:$|[-._+](?:(?<stage>rc|dev|alpha|beta)[-.]?(?<number>[0-9]*))?)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Version();
}
