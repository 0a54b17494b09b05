using System.Collections.Immutable;
using System.Text.Json;

namespace AgentCore.LiteLlm.Messages;

/// <summary>The places of a request up to which an endpoint is asked to keep it in its cache.</summary>
/// <remarks>Claude takes four of them. These are three at most: the tools, the system message, and the end of the conversation.</remarks>
/// <param name="Messages">The positions of the marked messages.</param>
/// <param name="Tools">Whether the last tool is marked.</param>
/// <param name="TimeToLive">How long it is kept; null for the provider's own time.</param>
internal sealed record CacheMarks(ImmutableArray<int> Messages, bool Tools, string? TimeToLive)
{
    /// <summary>Writes a mark into the object that is open.</summary>
    /// <param name="json">Where it is written.</param>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject("cache_control"u8);
        json.WriteString("type"u8, "ephemeral"u8);
        if (TimeToLive is { } time)
        {
            json.WriteString("ttl"u8, time);
        }

        json.WriteEndObject();
    }
}
