using System.Collections.Immutable;
using System.Globalization;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Network;
using AgentCore.LiteLlm.Protection.Detection;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Variables;

namespace AgentCore.LiteLlm.Protection;

/// <summary>Finds the policy that is asked for. What cannot be found in texts is a reason to have none, unless it was allowed by name.</summary>
internal static class ProtectionChoice
{
    /// <summary>Chooses.</summary>
    /// <param name="entities">The kinds to protect, by Presidio's names; empty means Presidio's default set.</param>
    /// <param name="language">The language of the texts.</param>
    /// <param name="options">What the caller sets.</param>
    /// <param name="variables">Where variables are looked up.</param>
    /// <param name="isSimulated">Whether nothing leaves the process, so that no analyzer is asked and nothing need be found.</param>
    /// <returns>The policy, or why nothing can be protected as asked, and what to do about it.</returns>
    public static Checked<ProtectionPolicy> Make(
        ImmutableArray<string> entities, string language, ProtectionOptions options, IVariables variables, bool isSimulated = false)
    {
        Uri? analyzer = null;
        if (!isSimulated && !TryFindAnalyzer(options, variables, out analyzer))
        {
            return Refuse(
                $"the environment variable '{ProtectionOptions.AnalyzerVariable}' holds no http or https address of a Presidio analyzer; nothing was sent.",
                "Set it to an address such as http://localhost:5002, or unset it.");
        }

        EntityDetectorOptions wanted = new()
        {
            Entities = entities,
            Language = language,
            AllowList = options.AllowList,
            Patterns = options.Patterns,
            AnalyzerUri = analyzer,
            AllowUnencryptedAnalyzer = options.AllowUnencryptedAnalyzer,
        };
        wanted = options.Threshold is { } threshold ? wanted with { ScoreThreshold = threshold } : wanted;
        if (FindUnknown(wanted, options, isSimulated) is { } unknown)
        {
            return unknown;
        }

        ImmutableArray<string> uncovered = [.. EntityDetectors.FindUncovered(wanted).Where(e => !options.Patterns.Any(p => p.Entity == e))];
        ImmutableArray<string> missing = isSimulated || options.AllowUnprotected.Contains(ProtectionOptions.Every)
            ? []
            : [.. uncovered.Except(options.AllowUnprotected, StringComparer.OrdinalIgnoreCase)];
        if (!missing.IsEmpty)
        {
            return Refuse(
                $"nothing here can find {string.Join(", ", missing.Select(e => SecretShapes.Excerpt(e)))}, which "
                    + $"{(entities.IsEmpty ? "is in Presidio's default set" : "is asked for")}; nothing was sent.",
                $"Name a Presidio analyzer in {ProtectionOptions.AnalyzerVariable}, list only kinds that patterns find, or allow these to leave unprotected.");
        }

        try
        {
#pragma warning disable CA2000 // the policy needs it as long as calls are made
            IEntityDetector detector = EntityDetectors.For(wanted, options.Transport);
#pragma warning restore CA2000
            return new(
                new ProtectionPolicy(detector, options.Action, options.Actions)
                {
                    Unprotected = isSimulated ? [] : uncovered,
                    Terms = ToTerms(wanted, options),
                },
                []);
        }
        catch (ArgumentException e)
        {
            return Refuse($"{e.Message} Nothing was sent.", "Mend the setting.");
        }
    }

    // A name that nobody knows is a slip of the pen: what it was meant to find, to block or to let pass would be treated otherwise without a word.
    private static Checked<ProtectionPolicy>? FindUnknown(EntityDetectorOptions wanted, ProtectionOptions options, bool isSimulated)
    {
        ImmutableArray<string> asked = EntityCatalogue.Asked(wanted);
        string[] own = [.. options.Patterns.Select(p => p.Entity)];
        string[] unfound = isSimulated || options.AllowUnprotected.Contains(ProtectionOptions.Every)
            ? []
            : [.. asked.Where(IsUnknown).Except(own).Except(options.AllowUnprotected, StringComparer.OrdinalIgnoreCase)];
        if (unfound.Length > 0)
        {
            return RefuseUnknown(unfound, "");
        }

        // Those of actions and permissions are compared in any case.
        string[] others = [ProtectionOptions.Every, .. own, .. asked];
        string[] acted = [.. options.Actions.Select(a => a.Key).Where(n => IsUnknown(n.ToUpperInvariant())).Except(others, StringComparer.OrdinalIgnoreCase)];
        if (acted.Length > 0)
        {
            return RefuseUnknown(acted, $", and an action is given for {(acted.Length == 1 ? "it" : "them")}");
        }

        string[] allowed = [.. options.AllowUnprotected.Where(n => IsUnknown(n.ToUpperInvariant())).Except(others, StringComparer.OrdinalIgnoreCase)];
        return allowed.Length > 0 ? RefuseUnknown(allowed, $", and {(allowed.Length == 1 ? "it is" : "they are")} allowed to leave unprotected") : null;
    }

    private static bool IsUnknown(string name) => EntityCatalogue.CoverageOf(name) == EntityCoverage.Unknown;

    // Which analyzer is asked is a matter of the machine; that one is asked is not.
    private static ImmutableArray<string> ToTerms(EntityDetectorOptions wanted, ProtectionOptions options) =>
    [
        "entities", .. wanted.Entities.Order(StringComparer.OrdinalIgnoreCase), "language", wanted.Language,
        "threshold", wanted.ScoreThreshold.ToString(CultureInfo.InvariantCulture), wanted.AnalyzerUri is null ? "patterns" : "analyzer",
        "allowed", .. wanted.AllowList.Order(StringComparer.Ordinal),
        "own", .. wanted.Patterns.SelectMany(p => (string[])[p.Entity, p.Regex, p.Score.ToString(CultureInfo.InvariantCulture)]),
        "action", $"{options.Action}",
        .. options.Actions.OrderBy(a => a.Key, StringComparer.OrdinalIgnoreCase).SelectMany(a => (string[])[a.Key.ToUpperInvariant(), $"{a.Value}"]),
        "unprotected", .. options.AllowUnprotected.Order(StringComparer.OrdinalIgnoreCase),
    ];

    private static Checked<ProtectionPolicy> RefuseUnknown(string[] names, string what) => Refuse(
        $"{EntityCatalogue.DescribeUnknown(names)}{what}; nothing was sent.", EntityCatalogue.AdviseUnknown(names), DiagnosticCodes.EntityUnknown);

    private static Checked<ProtectionPolicy> Refuse(string problem, string advice, string code = DiagnosticCodes.ProtectionUnavailable)
    {
        Findings findings = new(places: null);
        findings.Error(code, TextPlace.None, problem, advice);
        return findings.ToChecked<ProtectionPolicy>(null);
    }

    private static bool TryFindAnalyzer(ProtectionOptions options, IVariables variables, out Uri? analyzer)
    {
        analyzer = options.AnalyzerUri;
        string text = variables.Find(ProtectionOptions.AnalyzerVariable)?.Trim() ?? "";
        if (analyzer is not null || text.Length == 0)
        {
            return true;
        }

        // LiteLLM takes an address without a scheme for http; so do we.
        string address = text.Contains("://", StringComparison.Ordinal) ? text : $"http://{text}";
        return Uri.TryCreate(address, UriKind.Absolute, out analyzer) && analyzer.Scheme is "http" or "https" && EndpointAddress.FindHost(analyzer) is not null;
    }
}
