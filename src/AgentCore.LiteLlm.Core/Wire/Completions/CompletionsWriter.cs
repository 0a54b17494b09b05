using System.Collections.Immutable;
using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Messages;

namespace AgentCore.LiteLlm.Wire.Completions;

/// <summary>Writes what chat completions have members of their own for.</summary>
internal static class CompletionsWriter
{
    /// <summary>Writes messages, tools, the form of the output and the limits.</summary>
    /// <param name="json">Where they are written.</param>
    /// <param name="request">The request.</param>
    public static void Write(Utf8JsonWriter json, ChatRequest request)
    {
        CacheMarks? marks = request.CacheMarks;
        MessageWriter.Write(json, ToSigned(request), request.Model, request.Dialect.EmptyContent, request.ReasoningEcho, marks);
        ToolWriter.Write(json, request, marks);
        if (request.Temperature is { } temperature && request.SentOptions.HasFlag(OptionalMembers.Temperature))
        {
            json.WriteNumber("temperature"u8, temperature);
        }

        if (request.MaxTokens is { } maxTokens)
        {
            json.WriteNumber(request.Dialect.UsesMaxCompletionTokens ? "max_completion_tokens"u8 : "max_tokens"u8, maxTokens);
        }
    }

    private static ImmutableArray<ChatMessage> ToSigned(ChatRequest request) => request.Dialect.CallSignature == CallSignature.None
        ? request.Messages
        : [.. request.Messages.Select(m => MessageExtras.Sign(m, request.Model, request.ReasoningEcho, request.Dialect.CallSignature))];
}
