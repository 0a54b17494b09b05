using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;

namespace AgentCore.LiteLlm.Protection.Detection.Presidio;

/// <summary>Writes what the analyzer is asked.</summary>
internal static class AnalyzeRequest
{
    /// <summary>Writes the body of one request for all texts.</summary>
    public static byte[] Write(ImmutableArray<string> texts, EntityDetectorOptions options, ImmutableArray<string> entities)
    {
        ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter json = new(buffer);
        json.WriteStartObject();
        WriteList(json, "text", texts);
        json.WriteString("language", options.Language);
        WriteList(json, "entities", entities);
        json.WriteNumber("score_threshold", options.ScoreThreshold);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteList(Utf8JsonWriter json, string name, ImmutableArray<string> values)
    {
        json.WriteStartArray(name);
        foreach (string value in values)
        {
            // Half of a surrogate pair cannot be sent; one replacement stands for it, so that places stay.
            json.WriteStringValue(CodePoints.WithoutLoneSurrogates(value));
        }

        json.WriteEndArray();
    }
}
