using System.Text.Json.Serialization;

namespace AgentCore.LiteLlm.Bulk;

/// <summary>How the lines of a journal are written and read; made at build time.</summary>
[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(JournalLine))]
[JsonSerializable(typeof(System.Text.Json.JsonElement))]
internal sealed partial class JournalJson : JsonSerializerContext;
