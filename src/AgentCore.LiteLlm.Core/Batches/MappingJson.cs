using System.Text.Json.Serialization;

namespace AgentCore.LiteLlm.Batches;

/// <summary>How a mapping is written and read; made at build time.</summary>
[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(BatchMapping))]
internal sealed partial class MappingJson : JsonSerializerContext;
