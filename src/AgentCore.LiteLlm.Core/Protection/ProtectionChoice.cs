using System.Collections.Immutable;
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
            return new(new ProtectionPolicy(detector, options.Action, options.Actions) { Unprotected = isSimulated ? [] : uncovered }, []);
        }
        catch (ArgumentException e)
        {
            return Refuse($"{e.Message} Nothing was sent.", "Mend the setting.");
        }
    }

    private static Checked<ProtectionPolicy> Refuse(string problem, string advice)
    {
        Findings findings = new(places: null);
        findings.Error(DiagnosticCodes.ProtectionUnavailable, TextPlace.None, problem, advice);
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
