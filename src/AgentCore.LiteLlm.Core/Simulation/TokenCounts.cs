using System.Text.Json;

namespace AgentCore.LiteLlm.Simulation;

/// <summary>The usage that an answer reports.</summary>
internal sealed record TokenCounts
{
    public required int Prompt { get; init; }

    public required int Completion { get; init; }

    public int Cached { get; init; }

    public int Reasoning { get; init; }

    /// <summary>Writes it as responses have it.</summary>
    public void WriteToResponse(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("input_tokens", Prompt);
        json.WriteStartObject("input_tokens_details");
        json.WriteNumber("cached_tokens", Cached);
        json.WriteNumber("cache_write_tokens", 0);
        json.WriteEndObject();
        json.WriteNumber("output_tokens", Completion);
        json.WriteStartObject("output_tokens_details");
        json.WriteNumber("reasoning_tokens", Reasoning);
        json.WriteEndObject();
        json.WriteNumber("total_tokens", (long)Prompt + Completion);
        json.WriteEndObject();
    }

    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("prompt_tokens", Prompt);
        json.WriteNumber("completion_tokens", Completion);
        json.WriteNumber("total_tokens", (long)Prompt + Completion);
        json.WriteStartObject("prompt_tokens_details");
        json.WriteNumber("cached_tokens", Cached);
        json.WriteEndObject();
        json.WriteStartObject("completion_tokens_details");
        json.WriteNumber("reasoning_tokens", Reasoning);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
