namespace AgentCore.LiteLlm.Protection.Detection;

/// <summary>What options must hold before a detector is made of them.</summary>
internal static class DetectorOptionRules
{
    private const int MostPatterns = 50;

    /// <summary>Checks options.</summary>
    /// <exception cref="ArgumentException">An option cannot be.</exception>
    public static void Check(EntityDetectorOptions options)
    {
        Require(options.ScoreThreshold is >= 0 and <= 1, "The threshold must lie between 0 and 1.");
        Require(!options.AllowList.Any(string.IsNullOrEmpty), "The allow-list holds an empty term, which would let everything pass.");
        Require(options.Patterns.Length <= MostPatterns, $"There may be at most {MostPatterns} patterns.");
        Require(
            options.AnalyzerLimit > TimeSpan.Zero && options.AnalyzerLimit <= TimeSpan.FromHours(1),
            "The time limit for the analyzer must lie between 0 and 1 hour.");
        foreach (EntityPattern pattern in options.Patterns)
        {
            Require(IsName(pattern.Entity), "The name of a pattern must be 1 to 64 capital letters, digits and underscores, and begin with a letter.");
            Require(pattern.Score is > 0 and <= 1, $"The score of the pattern for {pattern.Entity} must lie above 0, up to 1.");
        }

        if (options.AnalyzerUri is { } address)
        {
            Require(address.IsAbsoluteUri && (address.Scheme is "http" or "https"), "The analyzer's address must be one of http or https.");
            Require(address.UserInfo.Length == 0, "The analyzer's address must not hold a user name or password.");
            Require(
                options.AllowUnencryptedAnalyzer || address.Scheme == "https" || address.IsLoopback,
                "Texts would cross the network to the analyzer in clear text; use https.");
        }
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= 64 && char.IsAsciiLetterUpper(name[0]) && name.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_');

    private static void Require(bool holds, string message)
    {
        if (!holds)
        {
            throw new ArgumentException(message);
        }
    }
}
