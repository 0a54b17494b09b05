using System.Buffers;
using System.Text.Json;

namespace AgentCore.LiteLlm.Simulation;

/// <summary>Writes the answer to a request for the models that an endpoint offers.</summary>
internal static class ModelListJson
{
    public static void Write(IBufferWriter<byte> output, IEnumerable<string> models)
    {
        using Utf8JsonWriter json = ProtocolJson.Writer(output);
        json.WriteStartObject();
        json.WriteString("object", "list");
        json.WriteStartArray("data");
        foreach (string model in models)
        {
            json.WriteStartObject();
            json.WriteString("id", model);
            json.WriteString("object", "model");
            json.WriteNumber("created", ChatAnswer.Created);
            json.WriteString("owned_by", "agentcore");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
