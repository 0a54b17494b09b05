using System.Collections.Immutable;
using AgentCore.LiteLlm.Network;
using AgentCore.LiteLlm.Protection.Detection.Presidio;

namespace AgentCore.LiteLlm.Protection.Detection;

/// <summary>Makes detectors out of what is asked for.</summary>
internal static class EntityDetectors
{
    /// <summary>Makes the detector that finds what the options ask for: in process, and with the analyzer service where they name one.</summary>
    /// <param name="options">What to look for.</param>
    /// <param name="transport">How to connect to the analyzer; null for the usual way.</param>
    /// <returns>The detector; safe to use from many threads. Dispose it to close its connections.</returns>
    /// <exception cref="ArgumentException">
    /// An option cannot be: a pattern that does not compile, an empty term, a threshold out of range, an analyzer that may not be sent
    /// texts.
    /// </exception>
    public static CombinedDetector For(EntityDetectorOptions options, TransportOptions? transport = null)
    {
        DetectorOptionRules.Check(options);
        PatternDetector patterns = new(options);
        ImmutableArray<string> remote = EntityCatalogue.ForModel(options);
#pragma warning disable CA2000 // the detector owns its handler
        PresidioDetector? service = options.AnalyzerUri is null || remote.IsEmpty
            ? null
            : PresidioDetector.Over((transport ?? new TransportOptions()).ToHandler(), options, remote);
#pragma warning restore CA2000
        return new CombinedDetector(patterns, service);
    }

    /// <summary>Lists the kinds of data that the options ask for, by name or by default, and that nothing would find.</summary>
    /// <param name="options">What to look for.</param>
    /// <returns>
    /// The names: unknown ones, and those that need a language model when no analyzer is named. <c>DATE_TIME</c> is not among them,
    /// although only written dates are found without a model.
    /// </returns>
    public static ImmutableArray<string> FindUncovered(EntityDetectorOptions options) =>
        [.. EntityCatalogue.Asked(options).Where(e => EntityCatalogue.CoverageOf(e) switch
        {
            EntityCoverage.Model => options.AnalyzerUri is null,
            EntityCoverage.Unknown => true,
            _ => false,
        })];
}
