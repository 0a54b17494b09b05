using System.Text.Json.Serialization;

namespace AgentCore.LiteLlm.Memories;

/// <summary>How memories are written and read; made at build time.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(MemoryHead))]
[JsonSerializable(typeof(MemoryState))]
[JsonSerializable(typeof(MemoryContent))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class MemoryJson : JsonSerializerContext;
