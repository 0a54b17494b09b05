using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Schemas;

namespace AgentCore.LiteLlm.Reports;

/// <summary>Shows a call that failed.</summary>
internal static class FailureSection
{
    /// <summary>Shows a failure.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="title">The heading.</param>
    /// <param name="asked">What was asked; empty where that is not known.</param>
    public static ReportSection Of(ChatFailure failure, ReportText title, string asked) => new(title)
    {
        Badges = [new ReportBadge("failed", ReportTone.Bad)],
        Blocks = [.. Blocks(failure, asked)],
        Subject = new ReportSubject(failure.Vault, failure.Protection),
    };

    /// <summary>Shows what a failure is, under another heading.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="asked">What was asked; empty where that is not known.</param>
    public static IEnumerable<ReportBlock> Blocks(ChatFailure failure, string asked)
    {
        yield return new ReportBlock.Notes(
            "What went wrong", ReportTone.Bad,
            [.. new[] { failure.Describe(), failure.Advice }.Where(t => !string.IsNullOrEmpty(t)).Select(ReportText.Said)]);
        if (asked.Length > 0)
        {
            yield return new ReportBlock.Passage("What was asked", ReportText.None, [new ReportPart("", ReportText.Said(asked))], IsOpen: true);
        }

        if (failure.PartialText.Length > 0)
        {
            yield return new ReportBlock.Passage(
                "What had arrived before", ReportText.None, [new ReportPart("", ReportText.Said(failure.PartialText))], IsOpen: true);
        }

        if (!failure.Violations.IsEmpty)
        {
            yield return new ReportBlock.Notes(
                "Where the answer departs from its schema", ReportTone.Bad, [.. failure.Violations.Take(MostViolations).Select(Describe)]);
        }

        foreach (ReportBlock block in StepBlocks.Of(failure.Steps, TimeSpan.Zero))
        {
            yield return block;
        }

        yield return new RunFacts()
            .Own("Error", failure.Kind.ToString())
            .Named("Endpoint", failure.Endpoint)
            .Own("HTTP status", failure.HttpStatus is { } status ? ReportFigures.Count(status) : "")
            .Said("What the endpoint says", failure.ProviderMessage)
            .Named("Its code", failure.ProviderCode)
            .Named("Guardrail", failure.Guardrail)
            .Named("Agent of the graph", failure.Node)
            .Own("May succeed later", failure.Retriable ? "yes" : "no")
            .Spent(failure.Spent)
            .Named("Id of the request", failure.RequestId)
            .ToBlock();
    }

    private const int MostViolations = 50;

    private static ReportText Describe(SchemaViolation violation) => ReportText.Said(violation.Message);
}
