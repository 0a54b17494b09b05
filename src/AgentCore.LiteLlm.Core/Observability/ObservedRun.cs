using System.Diagnostics;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Costs;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Messages;

namespace AgentCore.LiteLlm.Observability;

/// <summary>An agent that is asked as listeners see it: a span from its request to its end, one for each call of a tool, and how long both took.</summary>
internal sealed class ObservedRun : IDisposable
{
    private readonly ChatRequest _request;
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly Activity? _activity;
    private readonly Dictionary<string, (Activity? Span, string Name, long Start)> _tools = new(StringComparer.Ordinal);
    private string? _error = nameof(FailureKind.Cancelled);
    private Spent _spent = Spent.Nothing;

    private ObservedRun(ChatRequest request, TimeProvider time)
    {
        _request = request;
        _time = time;
        _start = time.GetTimestamp();
        _activity = Telemetry.Start(Name is null ? "invoke_agent" : $"invoke_agent {Name}", ActivityKind.Internal, request, Tags());
    }

    private string? Name => _request.Conceal(_request.AgentName);

    /// <summary>Begins the span of a run.</summary>
    /// <param name="request">Its request.</param>
    /// <param name="time">The clock.</param>
    public static ObservedRun Start(ChatRequest request, TimeProvider time)
    {
        ObservedRun run = new(request, time);
        run._activity?.SetTag(TelemetryNames.AgentId, request.Conceal(request.AgentId));
        run._activity?.SetTag(TelemetryNames.AgentVersion, request.Conceal(request.Trace.Version));
        return run;
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
    /// <param name="call">The call, of a tool that is offered.</param>
    /// <param name="tool">The tool; null where it is not known.</param>
    /// <returns>The span; null where nobody listens.</returns>
    public Activity? Begin(ToolCall call, ToolDefinition? tool)
    {
        string name = _request.Conceal(call.Name);
        Activity? span = Telemetry.Start(
            $"execute_tool {name}", ActivityKind.Internal, _request,
            [new(TelemetryNames.OperationName, "execute_tool"), new(TelemetryNames.ToolName, name)],
            _activity?.Context ?? default);
        span?.SetTag(TelemetryNames.ToolCallId, _request.Conceal(call.Id));
        span?.SetTag(TelemetryNames.ToolType, "function");
        span?.SetTag(TelemetryNames.ToolDescription, _request.Conceal(tool?.Description));
        span?.SetTag(TelemetryNames.AgentName, Name);
        _tools[call.Id] = (span, name, _time.GetTimestamp());
        Enter();
        return span;
    }

    /// <summary>Ends the span of a call of a tool; a call that was not made has none.</summary>
    /// <param name="step">What came of it.</param>
    public void End(AgentStep step)
    {
        if (step.CallId is { } id)
        {
            End(id, step.Outcome == ToolOutcome.Succeeded ? null : step.Outcome?.ToString());
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
        foreach (string id in _tools.Keys.ToArray())
        {
            End(id, nameof(ToolOutcome.NotRun));
        }

        _activity?.SetTag(TelemetryNames.ErrorType, _error);
        _activity?.SetTag(TelemetryNames.InputTokens, _spent.Usage?.InputTokens);
        _activity?.SetTag(TelemetryNames.OutputTokens, _spent.Usage?.OutputTokens);
        Telemetry.AgentDuration.Record(
            _time.GetElapsedTime(_start).TotalSeconds,
            ToTags((TelemetryNames.AgentName, Name), (TelemetryNames.RequestModel, _request.Conceal(_request.Model)), (TelemetryNames.ErrorType, _error)));
        _activity?.Dispose();
    }

    private void End(string id, string? error)
    {
        if (!_tools.Remove(id, out (Activity? Span, string Name, long Start) tool))
        {
            return;
        }

        tool.Span?.SetTag(TelemetryNames.ErrorType, error);
        if (error is not null)
        {
            tool.Span?.SetStatus(ActivityStatusCode.Error);
        }

        Telemetry.ToolDuration.Record(
            _time.GetElapsedTime(tool.Start).TotalSeconds,
            ToTags((TelemetryNames.ToolName, tool.Name), (TelemetryNames.AgentName, Name), (TelemetryNames.ErrorType, error)));
        tool.Span?.Dispose();
    }

    private IEnumerable<KeyValuePair<string, object?>> Tags() =>
    [
        new(TelemetryNames.OperationName, "invoke_agent"),
        new(TelemetryNames.ProviderName, TelemetryNames.ToProvider(_request.Provider)),
        new(TelemetryNames.RequestModel, _request.Conceal(_request.Model)),
        new(TelemetryNames.AgentName, Name),
    ];

    private static TagList ToTags(params ReadOnlySpan<(string Name, string? Value)> values)
    {
        TagList tags = [];
        foreach ((string name, string? value) in values)
        {
            if (value is not null)
            {
                tags.Add(name, value);
            }
        }

        return tags;
    }
}
