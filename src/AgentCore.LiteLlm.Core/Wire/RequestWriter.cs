using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Wire.Completions;
using AgentCore.LiteLlm.Wire.Responses;

namespace AgentCore.LiteLlm.Wire;

/// <summary>Writes a request as the JSON of the API that is asked.</summary>
internal static class RequestWriter
{
    // The body is no HTML: prompts in any script go out as they are, half the size.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Writes a request as it leaves.</summary>
    /// <param name="request">The request, without personal data where that is asked for.</param>
    /// <returns>The request and its JSON.</returns>
    /// <exception cref="InvalidOperationException">Personal data was to be taken out of it, and was not.</exception>
    public static WrittenRequest Write(ChatRequest request) => new(request, ToJson(request));

    /// <summary>Writes a request that stays here, to be measured or hashed.</summary>
    /// <param name="request">The request, from which personal data need not be taken out.</param>
    /// <returns>UTF-8 JSON.</returns>
    public static ReadOnlyMemory<byte> ToJson(ChatRequest request)
    {
        ArrayBufferWriter<byte> buffer = new(1024);
        using Utf8JsonWriter json = new(buffer, Options);
        json.WriteStartObject();
        json.WriteString("model"u8, request.Model);
        if (request.Api == ModelApi.Responses)
        {
            ResponsesWriter.Write(json, request);
        }
        else
        {
            CompletionsWriter.Write(json, request);
        }

        ReasoningWriter.Write(json, request);
        ControlsWriter.Write(json, request);
        WriteLabels(json, request);
        if (request.IsStreamed)
        {
            json.WriteBoolean("stream"u8, true);
            WriteStreamOptions(json, request.SentOptions);
        }

        ControlsWriter.WriteExtra(json, request);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    // Without them a stream of chat completions brings no usage.
    private static void WriteStreamOptions(Utf8JsonWriter json, OptionalMembers sent)
    {
        if (sent.HasFlag(OptionalMembers.StreamOptions))
        {
            json.WriteStartObject("stream_options"u8);
            json.WriteBoolean("include_usage"u8, true);
            json.WriteEndObject();
        }
    }

    private static void WriteLabels(Utf8JsonWriter json, ChatRequest request)
    {
        if (request.Labels?.User is { } user && request.SentOptions.HasFlag(OptionalMembers.User))
        {
            json.WriteString("user"u8, user);
        }

        SentMetadata metadata = SentMetadata.Of(request.Labels, request.Dialect.Metadata);
        if (metadata.IsEmpty)
        {
            return;
        }

        json.WriteStartObject("metadata"u8);
        foreach ((string key, JsonElement value) in metadata.Entries)
        {
            json.WritePropertyName(key);
            value.WriteTo(json);
        }

        if (metadata.Tags.Length > 0)
        {
            json.WriteStartArray("tags"u8);
            foreach (string tag in metadata.Tags)
            {
                json.WriteStringValue(tag);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
