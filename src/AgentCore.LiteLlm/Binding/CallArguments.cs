using System.Collections.Immutable;
using System.Management.Automation;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Conversations;
using AgentCore.LiteLlm.Network;
using AgentCore.LiteLlm.Outputs;
using AgentCore.LiteLlm.Pipeline;
using AgentCore.LiteLlm.Planning;
using AgentCore.LiteLlm.Protection;
using AgentCore.LiteLlm.Tools;

namespace AgentCore.LiteLlm.Binding;

/// <summary>Turns the parameters of calls into what is the same for each of them. What cannot be used ends the pipeline.</summary>
internal static class CallArguments
{
    /// <summary>Reads what every cmdlet that plans calls can be told.</summary>
    /// <param name="given">The cmdlet that has the parameters.</param>
    public static CallOptions Read(AgentPlanCmdlet given)
    {
        ErrorRecord? error = null;
        TransportOptions transport = TransportArguments.Read(given);
        ProtectionOptions protection = ReadProtection(given, ref error);
        OutputSchema? output = given.OutputSchema is null ? null : OutputSchemaArguments.Read(given.OutputSchema, new FilePaths(given.SessionState), out error);
        CallLabels? labels = LabelArguments.Read(given.Tag, given.Metadata, given.User, out string? problem);
        ImmutableDictionary<string, string>? variables = VariableArguments.Read(given.Variable, out string? unfit);
        error ??= unfit is null ? null : ErrorRecords.VariableArgumentInvalid(unfit);
        if ((error ?? (problem is null ? null : ErrorRecords.MetadataInvalid(problem))) is { } wrong)
        {
            given.ThrowTerminatingError(wrong);
        }

        return new CallOptions
        {
            Mode = given.Mode,
            System = given.System,
            Variables = variables,
            ContextStrategy = given.ContextStrategy,
            Output = output,
            AllowUnencrypted = given.AllowUnencryptedAuthentication,
            Transport = transport,
            IdleLimit = TimeSpan.FromSeconds(given.OperationTimeoutSeconds),
            TimeLimit = given.TotalTimeoutSeconds > 0 ? TimeSpan.FromSeconds(given.TotalTimeoutSeconds) : null,
            Labels = labels,
            Temperature = given.Temperature,
            Fallbacks = [.. given.Fallback],
            Controls = new ModelControls { TopP = given.TopP, Seed = given.Seed, ReasoningEffort = given.ReasoningEffort },
            IsStrict = given.Strict,
            Protection = protection,
        };
    }

    /// <summary>Reads what cmdlets that make calls can be told besides.</summary>
    /// <param name="given">The cmdlet that has the parameters.</param>
    /// <param name="tools">The tools that the model may call.</param>
    /// <param name="isStreamed">Whether answers are asked for piece by piece.</param>
    public static CallOptions Read(AgentCallCmdlet given, ToolSet tools, bool isStreamed) => Read(given) with
    {
        Stream = isStreamed,
        OffersDeclaredTools = true,
        IsReplayed = given.ReplayPath is not null,
        Retries = ReadRetries(given),
        Tools = tools.Definitions,
        Specialists = tools.Specialists,
        DecidesOnAgents = true,
        Agents = AgentArguments.Read(given, given.Agent, given.Strict),
        Hooks = HookArguments.Read(given).Names,
        KeepsAuditLog = given.AuditLogPath is not null,
        IsPolicyEnforcedByGateway = given.PolicyEnforcedByGateway,
        MaxIterations = given.MaxIterations > 0 ? given.MaxIterations : null,
        MaxTokens = given.MaxTokens > 0 ? given.MaxTokens : null,
        MaxCost = given.MaxCost,
    };

    /// <summary>Reads what was said before.</summary>
    /// <param name="given">The cmdlet that has the parameters.</param>
    public static AgentConversation ReadConversation(AgentPlanCmdlet given)
    {
        AgentConversation? before = ConversationArguments.Read(given.Conversation, new FilePaths(given.SessionState), out ErrorRecord? error);
        if (error is not null)
        {
            given.ThrowTerminatingError(error);
        }

        return before!;
    }

    // An interval that is longer than the cap of a wait is the user's own wish.
    private static RetryOptions ReadRetries(AgentCallCmdlet given)
    {
        RetryOptions retries = new() { MaximumRetryCount = given.MaximumRetryCount, Interval = TimeSpan.FromSeconds(given.RetryIntervalSec) };
        return retries.Interval > retries.LongestWait ? retries with { LongestWait = retries.Interval } : retries;
    }

    private static ProtectionOptions ReadProtection(AgentPlanCmdlet given, ref ErrorRecord? error)
    {
        ProtectionOptions options = new()
        {
            Threshold = given.ProtectionThreshold,
            AllowList = [.. given.ProtectionAllowList],
            AnalyzerUri = given.PresidioAnalyzerUri,
            AllowUnencryptedAnalyzer = given.AllowUnencryptedAuthentication,
            AllowUnprotected = [.. given.AllowUnprotectedEntity],
        };
        ProtectionOptions? read = ProtectionArguments.ReadActions(given.ProtectionAction, options, out string? problem);
        error ??= read is null ? ErrorRecords.ProtectionArgumentInvalid($"-ProtectionAction: {problem}") : null;
        return read ?? options;
    }
}
