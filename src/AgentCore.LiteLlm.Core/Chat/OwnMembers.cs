using System.Collections.Frozen;

namespace AgentCore.LiteLlm.Chat;

/// <summary>The members of a request's body that this library writes itself, on either wire; an <c>extra_body</c> may not repeat them.</summary>
internal static class OwnMembers
{
    // The key of the blueprint that sets the member; null where another setting or the call itself does.
    private static readonly FrozenDictionary<string, string?> Keys = new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["model"] = "model_id",
        ["messages"] = null,
        ["input"] = null,
        ["instructions"] = null,
        ["tools"] = null,
        ["tool_choice"] = null,
        ["functions"] = null,
        ["function_call"] = null,
        ["response_format"] = null,
        ["text"] = null,
        ["stream"] = null,
        ["stream_options"] = null,
        ["store"] = null,
        ["include"] = null,
        ["previous_response_id"] = null,
        ["conversation"] = null,
        ["background"] = null,
        ["n"] = null,
        ["user"] = null,
        ["metadata"] = null,
        ["temperature"] = "temperature",
        ["max_tokens"] = "max_tokens",
        ["max_completion_tokens"] = "max_tokens",
        ["max_output_tokens"] = "max_tokens",
        ["top_p"] = "top_p",
        ["seed"] = "seed",
        ["stop"] = "stop",
        ["frequency_penalty"] = "frequency_penalty",
        ["presence_penalty"] = "presence_penalty",
        ["service_tier"] = "service_tier",
        ["parallel_tool_calls"] = "parallel_tool_calls",
        ["verbosity"] = "verbosity",
        ["prompt_cache_key"] = "prompt_cache_key",
        ["safety_identifier"] = "safety_identifier",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Says whether a member is written by the library.</summary>
    /// <param name="name">The member's name.</param>
    /// <param name="key">The key of the <c>model</c> block that sets it; null where none does.</param>
    public static bool Contains(string name, out string? key) => Keys.TryGetValue(name, out key);
}
