using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentCore.LiteLlm.Runs;

/// <summary>How runs are written and read; made at build time.</summary>
[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(RunState))]
[JsonSerializable(typeof(RunContent))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class RunJson : JsonSerializerContext;
