using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AgentCore.LiteLlm.Simulation;

/// <summary>The settings with which the protocol's JSON is read and written.</summary>
internal static class ProtocolJson
{
    // Servers send text as UTF-8, not as escapes; a reader must be tried with what it will meet.
    private static readonly JsonWriterOptions Written = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
        MaxDepth = 1000,
    };

    public static JsonDocumentOptions Read { get; } = new() { MaxDepth = 256 };

    public static Utf8JsonWriter Writer(IBufferWriter<byte> output) => new(output, Written);
}
