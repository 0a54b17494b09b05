using System.Text.Json.Serialization;

namespace AgentCore.LiteLlm.Cassettes;

/// <summary>How text becomes JSON without reflection.</summary>
[JsonSerializable(typeof(string))]
internal sealed partial class CassetteJson : JsonSerializerContext;
