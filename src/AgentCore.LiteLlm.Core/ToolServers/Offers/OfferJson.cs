using System.Text.Json.Serialization;

namespace AgentCore.LiteLlm.ToolServers.Offers;

/// <summary>The JSON of what stands for tool servers.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SimulatedResult))]
internal sealed partial class OfferJson : JsonSerializerContext;
