using System.Text.Json;
using AgentCore.LiteLlm.Chat;

namespace AgentCore.LiteLlm.Wire;

/// <summary>Writes the controls of a request, as far as the endpoint is not known to refuse them.</summary>
internal static class ControlsWriter
{
    /// <summary>Writes those that have the same name in both APIs, or are known to one of them only.</summary>
    /// <param name="json">Where they are written.</param>
    /// <param name="request">The request.</param>
    public static void Write(Utf8JsonWriter json, ChatRequest request)
    {
        ModelControls controls = request.Controls;
        OptionalMembers sent = request.SentOptions;
        WriteNumber(json, "top_p"u8, sent.HasFlag(OptionalMembers.TopP) ? controls.TopP : null);
        WriteNumber(json, "frequency_penalty"u8, sent.HasFlag(OptionalMembers.FrequencyPenalty) ? controls.FrequencyPenalty : null);
        WriteNumber(json, "presence_penalty"u8, sent.HasFlag(OptionalMembers.PresencePenalty) ? controls.PresencePenalty : null);
        WriteText(json, "service_tier"u8, sent.HasFlag(OptionalMembers.ServiceTier) ? controls.ServiceTier : null);
        WriteText(json, "verbosity"u8, sent.HasFlag(OptionalMembers.Verbosity) && request.Api == ModelApi.Chat ? controls.Verbosity : null);
        WriteText(json, "prompt_cache_key"u8, sent.HasFlag(OptionalMembers.PromptCacheKey) ? controls.PromptCacheKey : null);
        WriteText(json, "safety_identifier"u8, sent.HasFlag(OptionalMembers.SafetyIdentifier) ? controls.SafetyIdentifier : null);
        if (sent.HasFlag(OptionalMembers.Seed))
        {
            json.WriteNumber("seed"u8, controls.Seed!.Value);
        }

        if (sent.HasFlag(OptionalMembers.ParallelToolCalls))
        {
            json.WriteBoolean("parallel_tool_calls"u8, controls.ParallelToolCalls!.Value);
        }

        if (sent.HasFlag(OptionalMembers.Stop))
        {
            json.WriteStartArray("stop"u8);
            foreach (string text in controls.Stop)
            {
                json.WriteStringValue(text);
            }

            json.WriteEndArray();
        }
    }

    /// <summary>Writes the further members, which come last. One that the library writes itself would be there twice, and is not written.</summary>
    /// <param name="json">Where they are written.</param>
    /// <param name="request">The request.</param>
    public static void WriteExtra(Utf8JsonWriter json, ChatRequest request)
    {
        foreach ((string name, JsonElement value) in request.Controls.ExtraBody)
        {
            if (!OwnMembers.Contains(name, out _))
            {
                json.WritePropertyName(name);
                value.WriteTo(json);
            }
        }
    }

    private static void WriteNumber(Utf8JsonWriter json, ReadOnlySpan<byte> name, double? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }

    private static void WriteText(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }
}
