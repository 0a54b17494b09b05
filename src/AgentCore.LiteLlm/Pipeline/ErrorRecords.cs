using System.Collections;
using System.Collections.Immutable;
using System.Management.Automation;
using AgentCore.LiteLlm.Attachments;
using AgentCore.LiteLlm.Batches;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Comparison;
using AgentCore.LiteLlm.Conversations;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Memories;
using AgentCore.LiteLlm.Protection;
using AgentCore.LiteLlm.Runs;
using AgentCore.LiteLlm.Schemas;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Tools;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>The one place where failures become error records, so that ids and categories stay stable.</summary>
internal static class ErrorRecords
{
    /// <summary>A finding about a blueprint or its route; the id is the finding's code.</summary>
    public static ErrorRecord Finding(Diagnostic found, object? item, int others = 0)
    {
        Diagnostic finding = ParameterAdvice.AddTo(found);
        string more = others == 0 ? "" : $" ({others} more {(others == 1 ? "error was" : "errors were")} written before this one.)";
        return Of(
            new DiagnosticException(finding), finding.Code, ToCategory(finding.Code), ToTarget(finding) ?? item, finding.Suggestion, finding.Describe() + more);
    }

    /// <summary>Several errors as one, by the id of the first: the words of all, each on a line of its own with what to do.</summary>
    public static ErrorRecord Join(IReadOnlyList<ErrorRecord> records) => records.Count == 1 ? records[0] : new(records[0], null)
    {
        ErrorDetails = new ErrorDetails(string.Join('\n', records.Select(r => $"{r.ErrorDetails.Message} {r.ErrorDetails.RecommendedAction}".TrimEnd())))
        {
            RecommendedAction = "",
        },
    };

    /// <summary>A call that failed; the id is the kind of failure.</summary>
    public static ErrorRecord CallFailed(ChatException cause, object? item) => Of(
        cause, cause.Failure.Kind.ToString(), ToCategory(cause.Failure.Kind), item, ParameterAdvice.Of(cause.Failure), cause.Failure.Describe());

    /// <summary>A file that cannot be found or read; the id is that of its role.</summary>
    public static ErrorRecord FileNotRead(FileRole role, FileException cause)
    {
        (string id, ErrorCategory category) = cause.Problem switch
        {
            FileProblem.PathInvalid => role.PathInvalid,
            FileProblem.NotFound => role.NotFound,
            FileProblem.Malformed or FileProblem.NotText => role.Malformed ?? role.Unreadable,
            _ => role.Unreadable,
        };
        string message = cause.Problem == FileProblem.NotFound ? $"No {role.Name} is found: {cause.Message}" : cause.Message;
        return Of(cause, id, category, cause.Path, cause.Problem == FileProblem.NotAFile ? role.InFolder : null, message);
    }

    /// <summary>A file that cannot be written; the id is that of its role.</summary>
    public static ErrorRecord FileNotWritten(FileRole role, FileException cause)
    {
        (string id, ErrorCategory category) = cause.Problem switch
        {
            FileProblem.PathInvalid => role.PathInvalid,
            FileProblem.AlreadyThere => role.AlreadyThere,
            FileProblem.NotFound or FileProblem.NotAFile => role.Misplaced ?? role.Unwritable,
            _ => role.Unwritable,
        };
        return Of(cause, id, category, cause.Path, cause.Problem == FileProblem.AlreadyThere ? role.Replace : role.Retry);
    }

    /// <summary>An argument that is neither a blueprint nor a path to one.</summary>
    public static ErrorRecord NotABlueprint(object? value) => Of(
        new ArgumentException($"-Blueprint takes an AgentBlueprint or a path, not {value?.GetType().Name ?? "null"}."),
        "BlueprintArgumentInvalid", ErrorCategory.InvalidArgument, value?.GetType().Name);

    /// <summary>Changes of kinds that are not to be.</summary>
    public static ErrorRecord ChangeRefused(IReadOnlyList<BlueprintChange> changes)
    {
        string kinds = string.Join(", ", changes.GroupBy(c => c.Kind).OrderByDescending(g => g.Key).Select(g => $"{g.Count()} {g.Key}"));
        string paths = string.Join(", ", changes.Select(c => c.Path).Distinct().Take(20));
        return Of(
            new InvalidOperationException($"Changes are refused by -FailOn: {kinds} ({SecretShapes.Excerpt(paths)})."),
            "ChangeRefused", ErrorCategory.InvalidResult, changes);
    }

    /// <summary>A revision of a blueprint that cannot be had.</summary>
    public static ErrorRecord RevisionUnreadable(RevisionException cause, string path) => cause.IsNew
        ? Of(cause, "RevisionLacksBlueprint", ErrorCategory.ObjectNotFound, path)
        : Of(cause, "RevisionUnreadable", ErrorCategory.ReadError, path);

    /// <summary>A blueprint that cannot be compared.</summary>
    public static ErrorRecord NotComparable(AgentBlueprint blueprint, string reason) => Of(
        new ArgumentException($"The blueprint '{blueprint.Id}' cannot be compared: {reason}"),
        "BlueprintNotComparable", ErrorCategory.InvalidArgument, blueprint.Id);

    /// <summary>A blueprint beside which no lock can be.</summary>
    public static ErrorRecord NotLockable(AgentBlueprint blueprint) => Of(
        new ArgumentException($"The blueprint '{blueprint.Id}' is in no file, beside which its lock could be."),
        "BlueprintNotLockable", ErrorCategory.InvalidArgument, blueprint.Id);

    /// <summary>An answer of another model than the one that is locked.</summary>
    public static ErrorRecord LockedModelChanged(string expected, string model, object? item) => Of(
        new InvalidOperationException(
            $"The model '{SecretShapes.Excerpt(model)}' answered, and the lock says '{SecretShapes.Excerpt(expected)}': "
                + "behind the same name is another model."),
        "LockedModelChanged", ErrorCategory.InvalidResult, item);

    /// <summary>A value that would make a blueprint no reader takes.</summary>
    public static ErrorRecord ValueInvalid(string message, string? advice) => Of(
        new ArgumentException(message), "BlueprintValueInvalid", ErrorCategory.InvalidArgument, advice: advice);

    /// <summary>A key that is given and holds nothing: the environment's must not silently take its place.</summary>
    public static ErrorRecord KeyArgumentEmpty() => Of(
        new ArgumentException("-ApiKey is empty."), "ApiKeyArgumentEmpty", ErrorCategory.InvalidArgument);

    /// <summary>A header's value that is no text, number or secure string.</summary>
    public static ErrorRecord HeaderArgumentUnfit(string name) => Of(
        new ArgumentException($"The value of the header '{SecretShapes.Excerpt(name)}' is neither text, a number nor a SecureString."),
        "HeaderArgumentInvalid", ErrorCategory.InvalidArgument);

    /// <summary>What is bound to a hook and can be called by nobody.</summary>
    public static ErrorRecord HookArgumentInvalid(string name) => Of(
        new ArgumentException($"-Hook: what is bound to '{SecretShapes.Excerpt(name)}' is no scriptblock."),
        "HookArgumentInvalid", ErrorCategory.InvalidArgument);

    /// <summary>Arguments of a call that are none.</summary>
    public static ErrorRecord PolicyArgumentInvalid(string problem) => Of(
        new ArgumentException($"-Argument holds no arguments of a call. {problem}"), "PolicyArgumentInvalid", ErrorCategory.InvalidArgument);

    /// <summary>Proxy parameters that cannot hold together.</summary>
    public static ErrorRecord ProxyArgumentsContradict(string problem) => Of(
        new ArgumentException(problem), "ProxyArgumentInvalid", ErrorCategory.InvalidArgument);

    /// <summary>Certificates to check by, and no check.</summary>
    public static ErrorRecord CertificateArgumentsContradict() => Of(
        new ArgumentException("-SkipCertificateCheck leaves no use for -CACertificate."), "CertificateArgumentInvalid", ErrorCategory.InvalidArgument);

    /// <summary>A proxy that is no address of one. What was given is not shown: it may hold a password.</summary>
    public static ErrorRecord ProxyArgumentInvalid() => Of(
        new ArgumentException("-Proxy takes an absolute http, https or socks address without user and password; those go into -ProxyCredential."),
        "ProxyArgumentInvalid", ErrorCategory.InvalidArgument);

    /// <summary>A schema that is none, or that needs another document.</summary>
    public static ErrorRecord OutputSchemaInvalid(ImmutableArray<SchemaProblem> problems) => Of(
        new ArgumentException($"-OutputSchema is no JSON Schema of draft 2020-12 that can be used. {string.Join(' ', problems)}"),
        "OutputSchemaArgumentInvalid", ErrorCategory.InvalidArgument);

    /// <summary>Metadata that is no JSON.</summary>
    public static ErrorRecord MetadataInvalid(string problem) => Of(
        new ArgumentException($"-Metadata cannot be sent: {problem}"), "MetadataArgumentInvalid", ErrorCategory.InvalidArgument);

    /// <summary>A conversation that no model could be sent.</summary>
    public static ErrorRecord ConversationInvalid(ConversationException cause) => Of(
        cause, "ConversationInvalid", ErrorCategory.ParserError,
        advice: cause.Problems.Any(p => p.IsCutShort) ? "Where ConvertTo-Json wrote it, give that -Depth 10." : null);

    /// <summary>Something that cannot be attached.</summary>
    public static ErrorRecord AttachmentInvalid(AttachmentException cause) => Of(
        cause, "AttachmentInvalid", ErrorCategory.InvalidArgument, advice: cause.IsImage ? "Give it as -Image." : null);

    /// <summary>A prompt's variable whose value is no text.</summary>
    public static ErrorRecord VariableArgumentInvalid(string name) => Of(
        new ArgumentException($"The value of the variable '{SecretShapes.Excerpt(name)}' is no text: give text, a number or a list of these."),
        "VariableArgumentInvalid", ErrorCategory.InvalidArgument);

    /// <summary>A chat where nobody can type.</summary>
    public static ErrorRecord HostNotInteractive(string problem) => Of(
        new InvalidOperationException(problem), "HostNotInteractive", ErrorCategory.InvalidOperation,
        advice: "Start PowerShell without -NonInteractive, or use Invoke-AgentPrompt with -Conversation in scripts.");

    /// <summary>What is measured is no reply.</summary>
    public static ErrorRecord NotAReply(object? value) => Of(
        new ArgumentException($"Measure-AgentUsage takes AgentReply objects, not {value?.GetType().Name ?? "null"}."),
        "UsageInputInvalid", ErrorCategory.InvalidArgument, value?.GetType().Name);

    /// <summary>Recording and playing at once.</summary>
    public static ErrorRecord CassetteArgumentsContradict() => Of(
        new ArgumentException("Give -RecordPath or -ReplayPath, not both."), "CassetteArgumentInvalid", ErrorCategory.InvalidArgument);

    /// <summary>A model that the endpoint does not list.</summary>
    public static ErrorRecord ModelNotListed(string name, string baseUrl) => Of(
        new ArgumentException($"{baseUrl} lists no model '{SecretShapes.Excerpt(name)}'."), "ModelNotListed", ErrorCategory.ObjectNotFound, name);

    /// <summary>Something that is no scripted reply.</summary>
    public static ErrorRecord TestReplyInvalid(int index, string problem) => Of(
        new ArgumentException($"Reply {index} cannot be given: {problem}"), "TestReplyInvalid", ErrorCategory.InvalidArgument, index);

    /// <summary>A test endpoint that found no place to listen.</summary>
    public static ErrorRecord TestEndpointNotStarted(Exception cause, int port) => Of(
        cause, "TestEndpointNotStarted", ErrorCategory.ResourceUnavailable, port);

    /// <summary>A trace that can go nowhere.</summary>
    public static ErrorRecord TraceNotStarted(string problem) => Of(new ArgumentException(problem), "TraceNotStarted", ErrorCategory.InvalidArgument);

    /// <summary>A question about a test endpoint that does not say which.</summary>
    public static ErrorRecord TestEndpointUnclear(int running) => Of(
        new ArgumentException(
            running == 0 ? "No test endpoint runs in this session; give -Endpoint." : $"{running} test endpoints run in this session; give -Endpoint."),
        "TestEndpointUnclear", ErrorCategory.InvalidArgument);

    /// <summary>A command that is not there.</summary>
    public static ErrorRecord ToolNotFound(string name) => Of(
        new ItemNotFoundException($"There is no command '{name}' that could be a tool."), "ToolNotFound", ErrorCategory.ObjectNotFound, name);

    /// <summary>A command that can be no tool.</summary>
    public static ErrorRecord ToolInvalid(string problem) => Of(
        new ArgumentException(problem), "ToolArgumentInvalid", ErrorCategory.InvalidArgument);

    /// <summary>Two tools that the model could not tell apart.</summary>
    public static ErrorRecord ToolNameTaken(string name) => Of(
        new ArgumentException($"Two tools have the name '{name}'."), "ToolNameTaken", ErrorCategory.ResourceExists, name,
        "Give one of them another with New-AgentTool -Name.");

    /// <summary>An approval that is none.</summary>
    public static ErrorRecord ToolApprovalInvalid(string problem) => Of(
        new ArgumentException(problem), "ToolApprovalInvalid", ErrorCategory.InvalidArgument);

    /// <summary>Tool servers that are neither a file nor a hashtable.</summary>
    public static ErrorRecord ToolServerArgumentInvalid(string problem) => Of(
        new ArgumentException(problem), "ToolServerArgumentInvalid", ErrorCategory.InvalidArgument);

    /// <summary>A tool server that does not answer, or lacks what a blueprint lists.</summary>
    public static ErrorRecord ToolServerNotReady(AgentToolServer server) => Of(
        new InvalidOperationException($"The tool server '{server.Name}' is not ready. {server.Problem}"),
        "ToolServerNotReady", ErrorCategory.ResourceUnavailable, server.Name, server.Hint);

    /// <summary>A pipeline that brings models or blueprints, and no prompt for them.</summary>
    public static ErrorRecord PromptMissing() => Of(
        new ArgumentException("Whom to ask is not said: give -Blueprint with piped prompts, as in -Blueprint agent.yaml, or -Prompt with piped blueprints."),
        "PromptMissing", ErrorCategory.InvalidArgument);

    /// <summary>Something of which no row can be made.</summary>
    public static ErrorRecord NotARecord(object? value) => Of(
        new ArgumentException(
            $"ConvertTo-AgentRecord makes rows of replies, their steps, and results of evaluations, not of {value?.GetType().Name ?? "null"}."),
        "RecordInputInvalid", ErrorCategory.InvalidArgument, value?.GetType().Name);

    /// <summary>Something that no report is made of.</summary>
    public static ErrorRecord NotForAReport(object? value) => Of(
        new ArgumentException(
            "Export-AgentReport is about replies, runs, results of evaluations, changes, errors, and files of journals or folders of runs, not about "
                + $"{value?.GetType().Name ?? "null"}."),
        "ReportInputInvalid", ErrorCategory.InvalidArgument, value?.GetType().Name);

    /// <summary>A prompt that says nothing.</summary>
    public static ErrorRecord PromptBlank() => Of(
        new ArgumentException("-Prompt is blank: there is nothing to ask."), "PromptBlank", ErrorCategory.InvalidArgument,
        advice: "Give it text; blank lines that are piped are passed over.");

    /// <summary>Pieces of several answers, which would mix.</summary>
    public static ErrorRecord StreamsMixed() => Of(
        new ArgumentException("-Stream and -Live show one answer at a time; leave them out, or take -ThrottleLimit 1."),
        "StreamsMixed", ErrorCategory.InvalidArgument);

    /// <summary>Arguments that no batch can be made or asked for with.</summary>
    public static ErrorRecord BatchArgumentInvalid(string problem, object? item = null) => Of(
        new ArgumentException(problem), "BatchArgumentInvalid", ErrorCategory.InvalidArgument, item);

    /// <summary>More than endpoints take at once.</summary>
    public static ErrorRecord BatchTooLarge(BatchFullException cause) => Of(
        cause, "BatchTooLarge", ErrorCategory.LimitsExceeded, advice: "Make several batches.");

    /// <summary>A batch of which nobody knows whether it was made.</summary>
    public static ErrorRecord BatchNotMade(ChatException cause) => Of(
        cause, cause.Failure.Kind.ToString(), ToCategory(cause.Failure.Kind),
        advice: $"{ParameterAdvice.Of(cause.Failure)} Get-AgentBatch lists those that there are.".TrimStart(),
        words: cause.Failure.Summary);

    /// <summary>A batch whose answers are not there yet.</summary>
    public static ErrorRecord BatchNotFinished(AgentBatch batch) => Of(
        new InvalidOperationException($"Batch {batch.Id} is {batch.Describe()}, and has no answers yet."), "BatchNotFinished", ErrorCategory.ResourceBusy,
        batch,
        "Ask again later, or give -Wait.");

    /// <summary>Personal data that is to be taken out, and nowhere to keep it.</summary>
    public static ErrorRecord MappingRequired() => Of(
        new InvalidOperationException(
            "The blueprint asks for personal data to be filtered, and a batch outlives this session: what is taken out needs an encrypted file. Nothing was "
                + "sent."),
        "MappingRequired", ErrorCategory.SecurityError,
        advice: "Give -MappingPath, and -MappingKey or -MappingKeyVariable.");

    /// <summary>A key that is none.</summary>
    public static ErrorRecord MappingKeyInvalid(string problem) => Of(
        new ArgumentException(problem), "MappingKeyInvalid", ErrorCategory.InvalidArgument);

    /// <summary>A file that is no mapping, not this batch's, or not of this key.</summary>
    public static ErrorRecord MappingInvalid(MappingException cause, string path) => Of(
        cause, "MappingInvalid", ErrorCategory.SecurityError, path);

    /// <summary>Parameters of a run that cannot be used.</summary>
    public static ErrorRecord RunArgumentInvalid(string problem) => Of(new ArgumentException(problem), "RunArgumentInvalid", ErrorCategory.InvalidArgument);

    /// <summary>A kept run that cannot be used as asked.</summary>
    public static ErrorRecord RunUnusable(RunException cause, object? item)
    {
        (string id, ErrorCategory category) = cause.Problem switch
        {
            RunProblem.InUse => ("RunInUse", ErrorCategory.ResourceBusy),
            RunProblem.KeyRequired => ("RunKeyRequired", ErrorCategory.SecurityError),
            RunProblem.KeyWrong => ("RunKeyWrong", ErrorCategory.SecurityError),
            RunProblem.Changed => ("RunChanged", ErrorCategory.InvalidOperation),
            RunProblem.Uncertain => ("RunUncertain", ErrorCategory.InvalidOperation),
            RunProblem.CallUnknown => ("RunCallUnknown", ErrorCategory.ObjectNotFound),
            RunProblem.CallChanged => ("RunCallChanged", ErrorCategory.SecurityError),
            RunProblem.CallDecided => ("RunCallDecided", ErrorCategory.ResourceExists),
            _ => ("RunInvalid", ErrorCategory.InvalidData),
        };
        return Of(cause, id, category, item);
    }

    /// <summary>Parameters of a memory that cannot be used.</summary>
    public static ErrorRecord MemoryArgumentInvalid(string problem) => Of(
        new ArgumentException(problem), "MemoryArgumentInvalid", ErrorCategory.InvalidArgument);

    /// <summary>Kept memories that cannot be used.</summary>
    public static ErrorRecord MemoryUnusable(MemoryException cause, object? item)
    {
        (string id, ErrorCategory category) = cause.Problem switch
        {
            MemoryProblem.InUse => ("MemoryInUse", ErrorCategory.ResourceBusy),
            MemoryProblem.KeyRequired => ("MemoryKeyRequired", ErrorCategory.SecurityError),
            MemoryProblem.KeyWrong => ("MemoryKeyWrong", ErrorCategory.SecurityError),
            MemoryProblem.NotEncrypted => ("MemoryNotEncrypted", ErrorCategory.SecurityError),
            _ => ("MemoryInvalid", ErrorCategory.InvalidData),
        };
        return Of(cause, id, category, item);
    }

    /// <summary>More than one file where one is needed.</summary>
    public static ErrorRecord NotOneBlueprint(string path, int count) => Of(
        new ArgumentException($"'{path}' leads to {count} blueprints; give one."), "BlueprintArgumentInvalid", ErrorCategory.InvalidArgument, path);

    /// <summary>A setting about personal data that cannot be.</summary>
    public static ErrorRecord ProtectionArgumentInvalid(string problem) => Of(
        new ArgumentException(problem), "ProtectionArgumentInvalid", ErrorCategory.InvalidArgument);

    /// <summary>Personal data that is asked to be found, and that nothing can find.</summary>
    public static ErrorRecord ProtectionUnavailable(Diagnostic finding) => Of(
        new ProtectionException(finding.Message), finding.Code, ToCategory(finding.Code), advice: ParameterAdvice.AddTo(finding).Suggestion);

    /// <summary>Texts that are not written, because they could not be looked at or hold what must not leave. The texts themselves are not shown.</summary>
    public static ErrorRecord TextNotProtected(Exception cause, string which) => Of(
        cause, (cause is ProtectionBlockedException ? FailureKind.ProtectionBlocked : FailureKind.ProtectionFailed).ToString(), ErrorCategory.SecurityError,
        which);

    /// <summary>A file of cases for nobody knows which blueprint.</summary>
    public static ErrorRecord CaseBlueprintMissing(string path) => Of(
        new ArgumentException($"Nothing says which blueprint the cases of '{path}' are for."), "CaseBlueprintMissing", ErrorCategory.InvalidArgument, path,
        "Write 'blueprint: <path>' into the file, name it <blueprint>.cases.yaml, or give -Blueprint.");

    /// <summary>A blueprint and a model, of which only one can be asked.</summary>
    public static ErrorRecord AgentGivenTwice() => Of(
        new ArgumentException("Give -Blueprint or -Model, not both."), "BlueprintArgumentInvalid", ErrorCategory.InvalidArgument);

    /// <summary>A name for a model that has one.</summary>
    public static ErrorRecord ModelNamedTwice() => Of(
        new ArgumentException("-ModelId names the model of a blueprint, and what Resolve-AgentModel wrote has its name: give -ModelId there."),
        "ModelArgumentInvalid", ErrorCategory.InvalidArgument);

    /// <summary>An evaluation that evaluates nothing, which must not look like one that passed.</summary>
    public static ErrorRecord EvaluationEmpty(string problem) => Of(
        new ItemNotFoundException(problem), "EvaluationEmpty", ErrorCategory.ObjectNotFound,
        advice: "A run without cases is no passed run: check -Path, -Name, -CaseTag and -ExcludeCaseTag.");

    /// <summary>An earlier report that knows none of the cases, so that nothing can be compared.</summary>
    public static ErrorRecord BaselineUnrelated(string path) => Of(
        new ItemNotFoundException($"The baseline '{path}' came to no judgement of any of these cases."), "BaselineUnrelated", ErrorCategory.ObjectNotFound,
        path);

    /// <summary>A scriptblock for cases that is none, or for a case that is not there.</summary>
    public static ErrorRecord AssertionArgumentInvalid(string problem) => Of(
        new ArgumentException(problem), "AssertionArgumentInvalid", ErrorCategory.InvalidArgument);

    // The error view shows the advice by itself, so the words leave it out; scripts find both in the message of an exception that has it.
    // Without details, reading the advice would throw where the strict mode is on: every record has both. What is shown moves no terminal; the
    // exception and the target keep what they were given.
    private static ErrorRecord Of(Exception cause, string id, ErrorCategory category, object? target = null, string? advice = null, string? words = null)
    {
        Exception kept = cause switch
        {
            ChatException failed => failed.ToKept(),
            FileException unusable => unusable.ToKept(),
            _ => cause,
        };
        ErrorRecord record = new(kept, id, category, target)
        {
            ErrorDetails = new ErrorDetails(TerminalText.Show(words ?? cause.Message))
            {
                RecommendedAction = TerminalText.Show(string.IsNullOrEmpty(advice) ? DocumentedAdvice.Find(id) ?? "" : advice),
            },
        };
        if (record.CategoryInfo.TargetName is { } name && TerminalText.Show(name) is var legible && legible != name)
        {
            record.CategoryInfo.TargetName = legible;
        }

        return record;
    }

    // PowerShell's concise error view draws these keys as an excerpt with the line marked.
    private static Hashtable? ToTarget(Diagnostic finding) => finding is { Location: { Line: > 0 } place, LineText: not null }
        ? new Hashtable { ["File"] = TerminalText.Show(place.File ?? ""), ["Line"] = place.Line, ["Column"] = place.Column, ["LineText"] = finding.LineText }
        : null;

    private static ErrorCategory ToCategory(string code) => code switch
    {
        DiagnosticCodes.ApiKeyNotSet => ErrorCategory.AuthenticationError,
        DiagnosticCodes.UnencryptedAuthentication or DiagnosticCodes.ProtectionUnavailable or DiagnosticCodes.EntityUnknown or DiagnosticCodes.SecretInline
            or DiagnosticCodes.PromptOutside => ErrorCategory.SecurityError,
        DiagnosticCodes.VariableNotSet or DiagnosticCodes.OutputSchemaNotFound or DiagnosticCodes.PromptNotFound => ErrorCategory.ObjectNotFound,
        DiagnosticCodes.ToolMissing or DiagnosticCodes.ToolServerUnknown => ErrorCategory.ObjectNotFound,
        DiagnosticCodes.ToolServerUnavailable => ErrorCategory.ResourceUnavailable,
        DiagnosticCodes.ToolHostedElsewhere => ErrorCategory.NotImplemented,
        DiagnosticCodes.ToolNameTaken => ErrorCategory.ResourceExists,
        DiagnosticCodes.ModeNotEnabled or DiagnosticCodes.PromptDraft => ErrorCategory.PermissionDenied,
        DiagnosticCodes.MemoryIncomplete => ErrorCategory.InvalidArgument,
        DiagnosticCodes.PromptVariableMissing or DiagnosticCodes.PromptRegistryInvalid or DiagnosticCodes.ModeUnknown or DiagnosticCodes.BaseUrlInvalid
            or DiagnosticCodes.HeaderInvalid or DiagnosticCodes.HeaderOmitted
            or DiagnosticCodes.ApiKeyInvalid or DiagnosticCodes.ModelIdEmpty or DiagnosticCodes.ModelIdInvalid => ErrorCategory.InvalidArgument,
        DiagnosticCodes.LockDiffers => ErrorCategory.InvalidResult,
        DiagnosticCodes.LockNotFound => ErrorCategory.ObjectNotFound,
        DiagnosticCodes.ModelNotRoutable or DiagnosticCodes.ProviderNotCallable => ErrorCategory.NotImplemented,
        _ => ErrorCategory.ParserError,
    };

    private static ErrorCategory ToCategory(FailureKind kind) => kind switch
    {
        FailureKind.AuthenticationFailed => ErrorCategory.AuthenticationError,
        FailureKind.PermissionDenied or FailureKind.ContentFiltered => ErrorCategory.PermissionDenied,
        FailureKind.ModelNotFound or FailureKind.WrongPath => ErrorCategory.ObjectNotFound,
        FailureKind.RateLimited or FailureKind.BudgetExceeded or FailureKind.ContextLengthExceeded or FailureKind.ReplyTooLong => ErrorCategory.LimitsExceeded,
        FailureKind.IterationLimitReached or FailureKind.TokenLimitReached or FailureKind.CostLimitReached => ErrorCategory.LimitsExceeded,
        FailureKind.CassetteMismatch or FailureKind.BatchNotFound or FailureKind.BatchItemMissing => ErrorCategory.ObjectNotFound,
        FailureKind.BadRequest => ErrorCategory.InvalidArgument,
        FailureKind.ServerError or FailureKind.GatewayError or FailureKind.AgentFailed => ErrorCategory.ResourceUnavailable,
        FailureKind.TimedOut => ErrorCategory.OperationTimeout,
        FailureKind.ConnectionFailed => ErrorCategory.ConnectionError,
        FailureKind.ProtectionFailed or FailureKind.ProtectionBlocked => ErrorCategory.SecurityError,
        FailureKind.Cancelled or FailureKind.HookFailed => ErrorCategory.OperationStopped,
        FailureKind.AuditLogFailed or FailureKind.SessionFailed => ErrorCategory.WriteError,
        FailureKind.MemoryFailed => ErrorCategory.ReadError,
        FailureKind.ApprovalPending => ErrorCategory.OperationStopped,
        _ => ErrorCategory.InvalidResult,
    };
}
