using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Network;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>What cmdlets and parameters can do about a finding or a failure: the core, which says what is wrong, does not know them.</summary>
internal static class ParameterAdvice
{
    /// <summary>Adds the advice to a finding; one that has it already stays as it is.</summary>
    /// <param name="finding">The finding.</param>
    public static Diagnostic AddTo(Diagnostic finding) => For(finding) is { } advice && finding.Suggestion?.EndsWith(advice, StringComparison.Ordinal) != true
        ? finding with { Suggestion = Join(finding.Suggestion, advice) }
        : finding;

    /// <summary>Adds the advice to each of some findings.</summary>
    /// <typeparam name="T">What was made.</typeparam>
    /// <param name="result">The findings, and what was made.</param>
    public static Checked<T> AddTo<T>(Checked<T> result)
        where T : class =>
        result with { Diagnostics = [.. result.Diagnostics.Select(AddTo)] };

    /// <summary>Says what to do about a failure.</summary>
    /// <param name="failure">The failure.</param>
    /// <returns>The advice; null where there is none.</returns>
    public static string? Of(ChatFailure failure) => failure.Causes.Select(For).Prepend(For(failure.Kind)).OfType<string>().Distinct(StringComparer.Ordinal)
        .Aggregate(failure.Advice, Join);

    private static string? For(Diagnostic finding) => finding.Code switch
    {
        DiagnosticCodes.ApiKeyNotSet => "Resolve-AgentModel -ApiKey takes another key; pass its model on.",
        DiagnosticCodes.UnencryptedAuthentication => "-AllowUnencryptedAuthentication allows it.",
        DiagnosticCodes.TypeMismatch when finding.Path is { } path && path.StartsWith("tools", StringComparison.Ordinal) =>
            "A command of PowerShell is given to the call: -Tool Get-ChildItem.",
        DiagnosticCodes.KeyMissing when finding.Path is { } path && path.StartsWith("tools[", StringComparison.Ordinal) =>
            "A command of PowerShell is given to the call: -Tool Get-ChildItem.",
        DiagnosticCodes.LockDiffers or DiagnosticCodes.LockInvalid or DiagnosticCodes.LockNotFound =>
            "Export-AgentLock writes a lock; give it the parameters of the call.",
        DiagnosticCodes.SettingNotApplied when finding.Path == "observability.langfuse" =>
            "Start-AgentTrace -Blueprint sends them, until Stop-AgentTrace.",
        DiagnosticCodes.ModeUnknown => "-Mode chooses one.",
        DiagnosticCodes.MemoryIncomplete => "-ActorId and -SessionId say whose it is, -SessionKey or -SessionKeyVariable by which key it is encrypted.",
        DiagnosticCodes.SettingNotApplied when finding is { Path: "memory", Severity: not DiagnosticSeverity.Information } => "-SessionPath names one.",
        DiagnosticCodes.SettingNotApplied when finding.Path == "memory.strategies" => "-MemoryUpdate asks it.",
        DiagnosticCodes.MetadataLeftOut => "-Tag is for LiteLLM's proxy.",
        DiagnosticCodes.ToolServerUnknown => "-ToolServer names a file or gives a hashtable.",
        DiagnosticCodes.ToolNameTaken => "New-AgentTool -Name gives yours another.",
        DiagnosticCodes.PromptDraft => "-Mode Simulation runs it as it is.",
        DiagnosticCodes.PromptNotFound or DiagnosticCodes.PromptOutside => "-System gives one, and -System '' none.",
        DiagnosticCodes.PromptVariableMissing => "-Variable gives them, as in -Variable @{ name = 'value' }.",
        DiagnosticCodes.OutputSchemaNotFound when finding.Path == "output_schema" => "-OutputSchema gives another.",
        DiagnosticCodes.EntityNeedsService => "-PresidioAnalyzerUri names an analyzer for single calls.",
        DiagnosticCodes.HookNotBound => "-Hook binds one, as in -Hook @{ name = { param($event) } }.",
        DiagnosticCodes.PolicyNotJudged => "-PolicyEnforcedByGateway says that the gateway judges.",
        DiagnosticCodes.PolicyConditionInvalid or DiagnosticCodes.PolicyRuleIdle => "Test-AgentPolicy says what a rule makes of a call.",
        DiagnosticCodes.ProtectionUnavailable => "-PresidioAnalyzerUri names an analyzer, and -AllowUnprotectedEntity what may leave unprotected.",
        _ => null,
    };

    private static string? For(FailureKind kind) => kind switch
    {
        FailureKind.CassetteMismatch => "-RecordPath records a cassette.",
        FailureKind.IterationLimitReached => "-MaxIterations sets the limit of one run.",
        FailureKind.MemoryFailed => "Get-AgentMemory says more, and Remove-AgentMemory deletes it.",
        FailureKind.TokenLimitReached => "-MaxTokens sets it.",
        FailureKind.CostLimitReached => "-MaxCost sets it.",
        FailureKind.TimedOut => "-TotalTimeoutSeconds limits a whole call, -OperationTimeoutSeconds the silence of its endpoint.",
        _ => null,
    };

    private static string? For(ConnectionCause cause) => cause switch
    {
        ConnectionCause.ProxyUnreachable or ConnectionCause.ProxyRefuses or ConnectionCause.ProxyNoTls =>
            "-Proxy names another proxy, and -NoProxy goes without one.",
        ConnectionCause.ProxyWantsCredentials => "-ProxyCredential gives them, -ProxyUseDefaultCredentials those of this account, and -NoProxy goes without.",
        ConnectionCause.ProxyRefusesCredentials => "-ProxyCredential gives them.",
        ConnectionCause.CertificateUntrusted => "-CACertificate takes a file with the certificate of the authority, or with the server's own.",
        ConnectionCause.TlsMismatch => "-SslProtocol offers other versions, and -Certificate shows a client certificate.",
        _ => null,
    };

    private static string Join(string? advice, string more) => string.IsNullOrEmpty(advice) ? more : $"{advice} {more}";
}
