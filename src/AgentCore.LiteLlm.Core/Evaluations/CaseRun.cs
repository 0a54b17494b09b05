using System.Collections.Immutable;
using System.Globalization;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Keys;
using AgentCore.LiteLlm.Schemas;

namespace AgentCore.LiteLlm.Evaluations;

/// <summary>One run of a case, and what became of it.</summary>
/// <param name="asked">The case.</param>
/// <param name="number">Which run of it, from 1.</param>
/// <param name="blueprint">The full path of the blueprint that its file is for; null when none is named.</param>
internal sealed class CaseRun(EvaluationCase asked, int number, string? blueprint = null)
{
    private ImmutableArray<AssertionFailure> _failures = [];
    private ImmutableArray<Judgement> _judgements = [];

    /// <summary>Gets the case.</summary>
    public EvaluationCase Case => asked;

    /// <summary>Gets which run of the case it is, from 1.</summary>
    public int Number => number;

    /// <summary>Gets the full path of the blueprint that its file is for; null when none is named.</summary>
    public string? Blueprint => blueprint;

    /// <summary>Gets what became of it; null while nothing did.</summary>
    public EvaluationResult? Result { get; private set; }

    /// <summary>Gets or sets a value indicating whether personal data is taken out of what is asked, and put back in what is told.</summary>
    public bool IsProtected { get; set; }

    /// <summary>Gets or sets who judges the answer.</summary>
    public ImmutableArray<SeatedJudge> Judges { get; set; } = [];

    /// <summary>Gets the agent's answer; null while there is none.</summary>
    public AgentReply? Answer { get; private set; }

    /// <summary>Gets or sets the name of the judge that is asked, so that what goes wrong is told of it; null where none is.</summary>
    public string? JudgeAsked { get; set; }

    /// <summary>Gets a value indicating whether nothing is known so far that speaks against the answer.</summary>
    public bool HoldsSoFar => _failures.Length == 0 && _judgements.All(j => j.Passed);

    /// <summary>Takes the agent's answer, before it is judged whole.</summary>
    /// <param name="reply">The answer.</param>
    public void Hold(AgentReply reply)
    {
        Answer = reply;
        _failures = [.. asked.Assertions.Select(a => a.Check(reply)).OfType<AssertionFailure>()];
    }

    /// <summary>Takes a judgement.</summary>
    /// <param name="judgement">The judgement.</param>
    public void Add(Judgement judgement) => _judgements = _judgements.Add(judgement);

    /// <summary>Judges an answer.</summary>
    /// <param name="reply">The answer as the core library gives it.</param>
    /// <param name="shown">The same answer as the result holds it.</param>
    /// <param name="scripted">What the user's own code has against it.</param>
    public void Judge(AgentReply reply, AgentReply shown, ImmutableArray<AssertionFailure> scripted)
    {
        if (Answer is null)
        {
            Hold(reply);
        }

        ImmutableArray<AssertionFailure> failures = [.. _failures, .. _judgements.Select(j => j.ToFailure()).OfType<AssertionFailure>(), .. scripted];
        Result = ToResult(failures.IsEmpty ? EvaluationOutcome.Passed : EvaluationOutcome.Failed) with { Reply = shown, Failures = failures };
    }

    /// <summary>Notes that the call failed. An answer that departs from the schema asked for is the agent's failure, everything else an error.</summary>
    /// <param name="cause">Why.</param>
    /// <param name="shown">The agent's answer as the result holds it, where a judge failed; null where there is none.</param>
    public void Fail(ChatException cause, AgentReply? shown = null) => Result = ToResult(cause, shown) with { Lost = cause.Failure.Spent };

    private EvaluationResult ToResult(ChatException cause, AgentReply? shown)
    {
        ChatFailure failure = cause.Failure;
        if (JudgeAsked is { } judge)
        {
            return ToError(failure.Kind.ToString(), $"The judge '{judge}' gave no judgement: {Describe(failure)} {failure.Advice}".TrimEnd(), cause) with
            {
                Reply = shown,
            };
        }

        return failure.Kind == FailureKind.OutputSchemaMismatch
            ? ToResult(EvaluationOutcome.Failed) with
            {
                Failures =
                [
                    new AssertionFailure(
                        "output_schema", "an answer that fits the schema asked for",
                        Shown.Line(string.Join(' ', failure.Violations.Take(5).Select(Describe).DefaultIfEmpty("it is no JSON"))).TrimEnd('.')),
                ],
            }
            : ToError(failure.Kind.ToString(), $"{Describe(failure)} {failure.Advice}".TrimEnd(), cause);
    }

    // The words of a violation hold the value; the rule is the schema's own.
    private string Describe(SchemaViolation violation) => IsProtected ? $"The rule '{violation.SchemaPointer}' is broken." : violation.Message;

    // An endpoint may quote the prompt, whose personal data has been put back.
    private string Describe(ChatFailure failure) => IsProtected && failure.ProviderMessage is not null
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"{failure.Endpoint} answered {failure.HttpStatus}; its words are not shown, because personal data may have been put back in them, and CallFailure "
                + $"has them.")
        : failure.Summary;

    /// <summary>Notes that something forbids the call.</summary>
    /// <param name="finding">What.</param>
    public void Fail(Diagnostic finding) => Fail(finding.Code, $"{finding.Describe()} {finding.Suggestion}".TrimEnd(), new DiagnosticException(finding));

    /// <summary>Notes that there is no answer.</summary>
    /// <param name="id">The id of the error.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cause">The error itself; null when there is none.</param>
    public void Fail(string id, string reason, Exception? cause) => Result = ToError(id, reason, cause);

    /// <summary>Notes that the case is not run on purpose.</summary>
    /// <param name="reason">Why.</param>
    public void Skip(string reason) => Result = ToResult(EvaluationOutcome.Skipped) with { Reason = Shown.Line(reason) };

    /// <summary>Says what becomes of it if the run ends now.</summary>
    /// <returns>The result it has, or that it was not run.</returns>
    public EvaluationResult ToFinal() => Result ?? ToError("EvaluationStopped", "The run ended before this case did.", null);

    private EvaluationResult ToError(string id, string reason, Exception? cause) =>
        ToResult(EvaluationOutcome.Errored) with { ErrorId = id, Reason = Shown.Line(reason), CallFailure = (cause as ChatException)?.Failure };

    private EvaluationResult ToResult(EvaluationOutcome outcome) => new()
    {
        Name = asked.Name,
        Run = number,
        Runs = asked.Repeat,
        File = asked.File,
        Line = asked.Line,
        Tags = asked.Tags,
        Judgements = _judgements,
        Outcome = outcome,
    };
}
