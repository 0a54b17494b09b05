using System.Diagnostics;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Costs;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Messages;

namespace AgentCore.LiteLlm.Observability;

/// <summary>A run of an agent as listeners see it: a span from its request to its end, and one for each call of a tool.</summary>
internal sealed class ObservedRun : IDisposable
{
    private readonly Activity? _activity;
    private readonly Dictionary<string, Activity> _tools = new(StringComparer.Ordinal);
    private string? _error = nameof(FailureKind.Cancelled);
    private Spent _spent = Spent.Nothing;

    private ObservedRun(Activity? activity) => _activity = activity;

    /// <summary>Begins the span of a run.</summary>
    /// <param name="request">Its request.</param>
    public static ObservedRun Start(ChatRequest request)
    {
        string? name = request.Conceal(request.AgentName);
        Activity? activity = Telemetry.Source.StartActivity(name is null ? "invoke_agent" : $"invoke_agent {name}", ActivityKind.Internal);
        activity?.SetTag(TelemetryNames.OperationName, "invoke_agent");
        activity?.SetTag(TelemetryNames.AgentName, name);
        activity?.SetTag(TelemetryNames.AgentId, request.Conceal(request.AgentId));
        activity?.SetTag(TelemetryNames.ProviderName, TelemetryNames.ToProvider(request.Provider));
        activity?.SetTag(TelemetryNames.RequestModel, request.Conceal(request.Model));
        activity?.SetTag(TelemetryNames.Mode, request.Mode.ToString().ToLowerInvariant());
        return new ObservedRun(activity);
    }

    /// <summary>Makes the span the current one, so that calls of the model lie in it. A stream forgets that between its items.</summary>
    public void Enter()
    {
        if (_activity is not null)
        {
            Activity.Current = _activity;
        }
    }

    /// <summary>Begins the span of a call of a tool.</summary>
    /// <param name="call">The call.</param>
    public void Begin(ToolCall call)
    {
        ActivityContext parent = _activity?.Context ?? default;
        if (Telemetry.Source.StartActivity($"execute_tool {call.Name}", ActivityKind.Internal, parent) is { } tool)
        {
            tool.SetTag(TelemetryNames.OperationName, "execute_tool");
            tool.SetTag(TelemetryNames.ToolName, call.Name);
            tool.SetTag(TelemetryNames.ToolCallId, call.Id);
            tool.SetTag(TelemetryNames.ToolType, "function");
            _tools[call.Id] = tool;
        }

        Enter();
    }

    /// <summary>Ends the span of a call of a tool; a call that was not made has none.</summary>
    /// <param name="step">What came of it.</param>
    public void End(AgentStep step)
    {
        if (step.CallId is { } id && _tools.Remove(id, out Activity? tool))
        {
            if (step.Outcome != ToolOutcome.Succeeded)
            {
                tool.SetTag(TelemetryNames.ErrorType, step.Outcome?.ToString());
                tool.SetStatus(ActivityStatusCode.Error);
            }

            tool.Dispose();
        }
    }

    /// <summary>Notes that the run has come to its answer.</summary>
    /// <param name="reply">The answer.</param>
    public void Complete(AgentReply reply)
    {
        _spent = reply.Spent;
        _error = null;
    }

    /// <summary>Notes that the run failed.</summary>
    /// <param name="failure">Why.</param>
    public void Fail(ChatFailure failure)
    {
        _spent = failure.Spent;
        _error = failure.Kind.ToString();
        _activity?.SetStatus(ActivityStatusCode.Error);
    }

    /// <summary>Ends the spans. A run that neither completed nor failed was given up by its caller.</summary>
    public void Dispose()
    {
        foreach (Activity tool in _tools.Values)
        {
            tool.SetTag(TelemetryNames.ErrorType, nameof(ToolOutcome.NotRun));
            tool.Dispose();
        }

        _activity?.SetTag(TelemetryNames.ErrorType, _error);
        _activity?.SetTag(TelemetryNames.InputTokens, _spent.Usage?.InputTokens);
        _activity?.SetTag(TelemetryNames.OutputTokens, _spent.Usage?.OutputTokens);
        _activity?.Dispose();
    }
}
