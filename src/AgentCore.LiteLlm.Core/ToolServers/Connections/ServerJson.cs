using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace AgentCore.LiteLlm.ToolServers.Connections;

/// <summary>How JSON passes between the protocol's library and us.</summary>
[JsonSerializable(typeof(JsonNode))]
internal sealed partial class ServerJson : JsonSerializerContext;
