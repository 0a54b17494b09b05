using System.Collections.Immutable;
using AgentCore.LiteLlm.Messages;

namespace AgentCore.LiteLlm.Wire;

/// <summary>What a chat completion holds, before anything is made of it.</summary>
internal sealed record Completion
{
    public string? Id { get; init; }

    public string? Model { get; init; }

    public string Text { get; init; } = "";

    public string? Reasoning { get; init; }

    public string? Refusal { get; init; }

    public ImmutableArray<ToolCall> ToolCalls { get; init; } = [];

    public ImmutableArray<MessageExtra> Extras { get; init; } = [];

    public string? FinishReason { get; init; }

    public TokenUsage? Usage { get; init; }

    public decimal? Cost { get; init; }
}
