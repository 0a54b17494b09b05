using System.Diagnostics;
using System.Diagnostics.Metrics;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;

namespace AgentCore.LiteLlm.Observability;

/// <summary>One call as listeners see it: a span from its request to its end, and what is counted then.</summary>
internal sealed class ObservedCall : IDisposable
{
    private readonly ChatRequest _request;
    private readonly TimeProvider _time;
    private readonly bool _withContent;
    private readonly long _start;
    private readonly Activity? _activity;
    private AgentReply? _reply;
    private string? _error = nameof(FailureKind.Cancelled);

    private ObservedCall(ChatRequest request, TimeProvider time, bool withContent)
    {
        _request = request;
        _time = time;
        _withContent = withContent;
        _start = time.GetTimestamp();
        _activity = Telemetry.Start($"chat {request.Conceal(request.Model)}", ActivityKind.Client, request, Tags());
    }

    /// <summary>Begins a call's span; with content, it holds prompt and answer.</summary>
    public static ObservedCall Start(ChatRequest request, TimeProvider time, bool withContent)
    {
        ObservedCall call = new(request, time, withContent);
        call.TellRequest();
        return call;
    }

    /// <summary>Makes the span the current one, so that requests carry its id. A stream forgets that between its items.</summary>
    public void Enter()
    {
        if (_activity is not null)
        {
            Activity.Current = _activity;
        }
    }

    /// <summary>Notes that the answer is complete.</summary>
    public void Complete(AgentReply reply)
    {
        _reply = reply;
        _error = null;
    }

    /// <summary>Notes that the call failed.</summary>
    public void Fail(FailureKind kind)
    {
        _error = kind.ToString();
        _activity?.SetStatus(ActivityStatusCode.Error);
    }

    /// <summary>Ends the span and counts. A call that neither completed nor failed was given up by its caller.</summary>
    public void Dispose()
    {
        TellReply();
        Count();
        _activity?.Dispose();
    }

    private void TellRequest()
    {
        if (_activity is not { IsAllDataRequested: true })
        {
            return;
        }

        _activity.SetTag(TelemetryNames.RequestTemperature, _request.Temperature);
        _activity.SetTag(TelemetryNames.RequestMaxTokens, _request.MaxTokens);
        _activity.SetTag(TelemetryNames.RequestTopP, _request.Controls.TopP);
        _activity.SetTag(TelemetryNames.RequestSeed, _request.Controls.Seed);
        _activity.SetTag(TelemetryNames.RequestFrequencyPenalty, _request.Controls.FrequencyPenalty);
        _activity.SetTag(TelemetryNames.RequestPresencePenalty, _request.Controls.PresencePenalty);
        _activity.SetTag(TelemetryNames.RequestStop, _request.Controls.Stop.IsEmpty ? null : _request.Controls.Stop.ToArray());
        _activity.SetTag(TelemetryNames.RequestReasoning, _request.SentReasoning?.Effort.ToString().ToLowerInvariant());
        _activity.SetTag(TelemetryNames.RequestStream, _request.IsStreamed ? true : null);
        _activity.SetTag(TelemetryNames.AgentName, _request.Conceal(_request.AgentName));
        _activity.SetTag(TelemetryNames.PromptName, _request.Conceal(_request.Prompt?.Reference));
        _activity.SetTag(TelemetryNames.PromptVersion, _request.Conceal(_request.Prompt?.Version));
        _activity.SetTag(TelemetryNames.OutputType, _request.Output is null ? null : "json");
        if (_withContent)
        {
            MessageJson messages = new(_request);
            _activity.SetTag(TelemetryNames.SystemInstructions, messages.Instructions());
            _activity.SetTag(TelemetryNames.InputMessages, messages.Input());
        }
    }

    private void TellReply()
    {
        if (_activity is not { IsAllDataRequested: true })
        {
            return;
        }

        _activity.SetTag(TelemetryNames.ErrorType, _error);
        _activity.SetTag(TelemetryNames.ResponseModel, _reply?.Model);
        _activity.SetTag(TelemetryNames.OpenAIApi, _reply is null ? null : _reply.Api == ModelApi.Responses ? "responses" : "chat_completions");
        _activity.SetTag(TelemetryNames.FinishReasons, _reply?.FinishReason is { } reason ? new[] { reason } : null);
        _activity.SetTag(TelemetryNames.InputTokens, _reply?.Usage.InputTokens);
        _activity.SetTag(TelemetryNames.OutputTokens, _reply?.Usage.OutputTokens);
        _activity.SetTag(TelemetryNames.CachedTokens, _reply?.Usage.CachedInputTokens);
        _activity.SetTag(TelemetryNames.CacheWriteTokens, _reply?.Usage.CacheWriteTokens);
        _activity.SetTag(TelemetryNames.ReasoningTokens, _reply?.Usage.ReasoningTokens);
        _activity.SetTag(TelemetryNames.TimeToFirstChunk, _request.IsStreamed ? _reply?.TimeToFirstToken?.TotalSeconds : null);
        if (_withContent && _reply is not null)
        {
            _activity.SetTag(TelemetryNames.OutputMessages, new MessageJson(_request).Output(_reply));
        }
    }

    private void Count()
    {
        TagList tags = [.. Tags()];
        if (_reply?.Model is { } model)
        {
            tags.Add(TelemetryNames.ResponseModel, model);
        }

        Count(Telemetry.InputTokens, _reply?.Usage.InputTokens, tags);
        Count(Telemetry.OutputTokens, _reply?.Usage.OutputTokens, tags);
        if (_error is not null)
        {
            tags.Add(TelemetryNames.ErrorType, _error);
        }

        Telemetry.Duration.Record(_time.GetElapsedTime(_start).TotalSeconds, tags);
    }

    private static void Count(Counter<long> counter, long? tokens, TagList tags)
    {
        if (tokens is { } count)
        {
            counter.Add(count, tags);
        }
    }

    private IEnumerable<KeyValuePair<string, object?>> Tags() =>
    [
        new(TelemetryNames.OperationName, "chat"),
        new(TelemetryNames.ProviderName, TelemetryNames.ToProvider(_request.Provider)),
        new(TelemetryNames.RequestModel, _request.Conceal(_request.Model)),
        new(TelemetryNames.ServerAddress, _request.BaseUrl.Host),
        new(TelemetryNames.ServerPort, _request.BaseUrl.Port),
    ];
}
