using AgentCore.LiteLlm.Simulation;

namespace AgentCore.LiteLlm.TestEndpoints;

/// <summary>Fills in what a scripted reply leaves to the request.</summary>
internal static class ScriptedAnswers
{
    public static ChatAnswer For(ChatQuestion call, TestReply.Chat reply)
    {
        IReadOnlyList<string>? pieces = Pieces(reply);
        return new()
        {
            Id = SimulatedAnswers.IdOf(call),
            Model = reply.Model ?? call.Model,
            Pieces = pieces,
            Repeat = reply.Repeat,
            Reasoning = reply.Reasoning,
            ToolCalls = [.. reply.ToolCalls.Select((t, i) => new AnsweredToolCall(t.Id ?? SimulatedAnswers.ToolCallIdOf(call, i), t.Name, t.Arguments))],
            FinishReason = reply.FinishReason ?? (reply.ToolCalls.Count > 0 ? "tool_calls" : "stop"),
            Usage = reply.Usage is { } usage ? Counts(usage) : Count(call, reply, pieces),
        };
    }

    private static IReadOnlyList<string>? Pieces(TestReply.Chat reply)
    {
        if (reply.Chunks is not null)
        {
            return reply.Chunks;
        }

        string? text = reply.Text ?? (reply.ToolCalls.Count > 0 ? null : "");
        return text is null ? null : reply.ChunkCount is { } count ? Words.Split(text, count) : Words.Split(text);
    }

    private static TokenCounts Counts(TestUsage usage) => new()
    {
        Prompt = usage.InputTokens,
        Completion = usage.OutputTokens,
        Cached = usage.CachedInputTokens,
        Reasoning = usage.ReasoningTokens,
    };

    private static TokenCounts Count(ChatQuestion call, TestReply.Chat reply, IReadOnlyList<string>? pieces)
    {
        int reasoning = Words.Count(reply.Reasoning);
        int text = Words.Count(string.Concat(pieces ?? [])) * reply.Repeat;
        int tools = reply.ToolCalls.Sum(t => Words.Count(t.Name) + Words.Count(t.Arguments));
        return new() { Prompt = call.PromptWords, Completion = reasoning + text + tools, Reasoning = reasoning };
    }
}
