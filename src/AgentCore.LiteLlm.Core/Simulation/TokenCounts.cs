using System.Text.Json;

namespace AgentCore.LiteLlm.Simulation;

/// <summary>The usage that an answer reports.</summary>
internal sealed record TokenCounts
{
    public required int Prompt { get; init; }

    public required int Completion { get; init; }

    public int Cached { get; init; }

    public int Reasoning { get; init; }

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
