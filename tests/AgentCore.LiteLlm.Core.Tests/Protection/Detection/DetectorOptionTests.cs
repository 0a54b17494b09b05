using System.Collections.Immutable;
using AgentCore.LiteLlm.Protection;
using AgentCore.LiteLlm.Protection.Detection;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Protection.Detection;

public sealed class DetectorOptionTests
{
    private const string Text = "Mail john@example.com or jane@example.com, staff no. E-1234, passport 123456789";

    public static TheoryData<string, object> Impossible => new()
    {
        { "threshold", new EntityDetectorOptions { ScoreThreshold = 1.5 } },
        { "threshold that is no number", new EntityDetectorOptions { ScoreThreshold = double.NaN } },
        { "empty term", new EntityDetectorOptions { AllowList = ["a", ""] } },
        { "term that matches everything", new EntityDetectorOptions { AllowList = ["x*"], AllowListMatch = AllowListMatch.Regex } },
        { "malformed term", new EntityDetectorOptions { AllowList = ["("], AllowListMatch = AllowListMatch.Regex } },
        { "pattern that can stall", new EntityDetectorOptions { Patterns = [new EntityPattern("X", @"(a)\1")] } },
        { "pattern that looks around", new EntityDetectorOptions { Patterns = [new EntityPattern("X", "(?<=a)b")] } },
        { "long pattern", new EntityDetectorOptions { Patterns = [new EntityPattern("X", new string('a', 1001))] } },
        { "name of a pattern", new EntityDetectorOptions { Patterns = [new EntityPattern("staff", "a")] } },
        { "score of a pattern", new EntityDetectorOptions { Patterns = [new EntityPattern("STAFF", "a", 0)] } },
        { "number of patterns", new EntityDetectorOptions { Patterns = [.. Enumerable.Range(0, 51).Select(n => new EntityPattern($"P{n}", "a"))] } },
        { "clear text", new EntityDetectorOptions { AnalyzerUri = new Uri("http://analyzer.example.com:5002") } },
        { "scheme", new EntityDetectorOptions { AnalyzerUri = new Uri("file:///x") } },
        { "user in the address", new EntityDetectorOptions { AnalyzerUri = new Uri("https://u:p@analyzer.example.com") } },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void What_cannot_be_is_refused_before_anything_is_looked_at(string what, object options)
    {
        ArgumentException refused = Assert.Throws<ArgumentException>(() => EntityDetectors.For((EntityDetectorOptions)options).Dispose());

        Assert.False(string.IsNullOrEmpty(refused.Message), what);
    }

    [Fact]
    public void A_pattern_of_the_users_own_is_found() =>
        Assert.Equal(["STAFF_ID E-1234"], Find(new EntityDetectorOptions { Entities = ["CRYPTO"], Patterns = [new EntityPattern("STAFF_ID", "E-[0-9]{4}")] }));

    [Fact]
    public void A_term_of_the_allow_list_passes_letter_by_letter() =>
        Assert.Equal(
            ["EMAIL_ADDRESS jane@example.com"],
            Find(new EntityDetectorOptions { Entities = ["EMAIL_ADDRESS"], AllowList = ["john@example.com", "JANE@example.com"] }));

    [Fact]
    public void An_expression_of_the_allow_list_passes_what_it_matches() =>
        Assert.Empty(Find(new EntityDetectorOptions { Entities = ["EMAIL_ADDRESS"], AllowList = ["(?i)@EXAMPLE"], AllowListMatch = AllowListMatch.Regex }));

    [Fact]
    public void Below_the_threshold_nothing_counts() =>
        Assert.Empty(Find(new EntityDetectorOptions { Entities = ["US_PASSPORT"], ScoreThreshold = 0.41 }));

    [Fact]
    public void A_pattern_that_matches_without_end_fails_closed()
    {
        using CombinedDetector detector = EntityDetectors.For(new EntityDetectorOptions { Patterns = [new EntityPattern("ANY_LETTER", "[a-z]")] });

        ProtectionException failed = Assert.Throws<ProtectionException>(
            () => detector.FindByPatterns(new string('q', 100_001), TestContext.Current.CancellationToken));

        Assert.Contains("ANY_LETTER", failed.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("qq", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_nothing_would_find_is_named()
    {
        EntityDetectorOptions options = new() { Entities = ["PERSON", "EMAIL_ADDRESS", "DATE_TIME", "SHOE_SIZE", "MEDICAL_DISEASE"] };

        Assert.Equal(["PERSON", "SHOE_SIZE", "MEDICAL_DISEASE"], EntityDetectors.FindUncovered(options));
        Assert.Equal(["SHOE_SIZE"], EntityDetectors.FindUncovered(options with { AnalyzerUri = new Uri("http://127.0.0.1:5002") }));
        Assert.Equal(["PERSON", "LOCATION", "NRP"], EntityDetectors.FindUncovered(new EntityDetectorOptions()));
    }

    private static IEnumerable<string> Find(EntityDetectorOptions options)
    {
        using CombinedDetector detector = EntityDetectors.For(options);
        ImmutableArray<EntityFinding> found = detector.FindByPatterns(Text, TestContext.Current.CancellationToken);
        return [.. found.Select(f => $"{f.Entity} {Text.Substring(f.Start, f.Length)}")];
    }
}
