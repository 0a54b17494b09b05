using System.Collections.Immutable;
using System.Globalization;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Costs;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Protection;

namespace AgentCore.LiteLlm.Reports;

/// <summary>What is known of a run beside its texts, in the order in which readers ask for it; what is not known is left out.</summary>
internal sealed class RunFacts
{
    private readonly ImmutableArray<ReportPart>.Builder _facts = ImmutableArray.CreateBuilder<ReportPart>();

    /// <summary>Adds a fact in the report's own words.</summary>
    /// <param name="name">What it is.</param>
    /// <param name="value">Its value; null or empty where it is not known.</param>
    public RunFacts Own(string name, string? value) => Add(name, ReportText.Own(value));

    /// <summary>Adds a name or an address.</summary>
    /// <param name="name">What it is.</param>
    /// <param name="value">Its value; null or empty where it is not known.</param>
    public RunFacts Named(string name, string? value) => Add(name, ReportText.Named(value));

    /// <summary>Adds what somebody said.</summary>
    /// <param name="name">What it is.</param>
    /// <param name="value">Its value; null or empty where it is not known.</param>
    public RunFacts Said(string name, string? value) => Add(name, ReportText.Said(value));

    /// <summary>Adds what was used and spent.</summary>
    /// <param name="spent">What was.</param>
    public RunFacts Spent(Spent spent)
    {
        string lacking = spent.UnpricedIterations > 0 && spent.Cost is not null
            ? string.Create(CultureInfo.InvariantCulture, $", without {spent.UnpricedIterations} of {spent.Iterations} answers")
            : "";
        string source = spent.CostSource switch
        {
            CostSource.Header => ", as the proxy's header says",
            CostSource.Usage => ", as the answer says",
            CostSource.PriceList => ", by a price list",
            CostSource.Mixed => ", of several sources",
            _ => "",
        };
        return Own("Tokens", spent.Usage is null ? "" : ReportFigures.Tokens(spent.Usage))
            .Own("Cost", spent.Cost is null ? "not known" : $"{ReportFigures.Cost(spent.Cost)} US dollars{source}{lacking}")
            .Own("Answers, requests", $"{ReportFigures.Count(spent.Iterations)}, {ReportFigures.Count(spent.Attempts)}");
    }

    /// <summary>Gives them as a block.</summary>
    public ReportBlock ToBlock() => new ReportBlock.Facts(_facts.ToImmutable());

    /// <summary>Shows what had to hold before anything was sent.</summary>
    /// <param name="gates">The gates.</param>
    public static IEnumerable<ReportBlock> Gates(ImmutableArray<GateDecision> gates) => gates.IsDefaultOrEmpty ? [] :
    [
        new ReportBlock.Table(
            "What had to hold before the call", [new("gate"), new("why it held")],
            [.. gates.Select(g => new ReportRow([ReportText.Named(g.Gate), ReportText.Named(g.Reason)]))])
        {
            IsClosed = true,
        },
    ];

    /// <summary>Shows what was protected.</summary>
    /// <param name="protection">What was found; null where nothing looked for any.</param>
    public static IEnumerable<ReportBlock> Protection(ProtectionReport? protection)
    {
        if (protection is null)
        {
            yield break;
        }

        yield return protection.Found.IsEmpty
            ? new ReportBlock.Notes("Personal data", ReportTone.Plain, [ReportText.Own("It was looked for, and none was found.")])
            : new ReportBlock.Table(
                "Personal data in what was sent", [new("kind"), new("what was done"), new("times", IsFigure: true)],
                [
                    .. protection.Found.Select(f => new ReportRow(
                        [ReportText.Named(f.Entity), ReportText.Own(Describe(f.Action)), ReportText.Own(ReportFigures.Count(f.Count))],
                        f.Action == ProtectionAction.Keep ? ReportTone.Warning : ReportTone.Plain)),
                ]);
        if (!protection.Unprotected.IsEmpty)
        {
            yield return new ReportBlock.Notes(
                "Not looked for, as nothing here finds it", ReportTone.Warning, [ReportText.Named(string.Join(", ", protection.Unprotected))]);
        }
    }

    /// <summary>Says which prompt ran, without the folders that it lies in.</summary>
    /// <param name="prompt">The prompt; null for none.</param>
    public static string Describe(PromptSource? prompt) => prompt is null ? "none"
        : $"{prompt.Reference ?? Path.GetFileName(prompt.Origin)}{(prompt.Version is null ? "" : $" {prompt.Version}")}";

    private static string Describe(ProtectionAction action) => action switch
    {
        ProtectionAction.Replace => "replaced by a placeholder",
        ProtectionAction.Mask => "masked",
        ProtectionAction.Hash => "hashed",
        ProtectionAction.Redact => "redacted",
        ProtectionAction.Block => "stopped the call",
        _ => "kept, as asked",
    };

    private RunFacts Add(string name, ReportText value)
    {
        if (!value.IsEmpty)
        {
            _facts.Add(new ReportPart(name, value));
        }

        return this;
    }
}
