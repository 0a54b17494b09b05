using System.Text.Json;

namespace AgentCore.LiteLlm.Simulation;

/// <summary>Looks at a request's members without trusting their types.</summary>
internal static class ProtocolShape
{
    /// <summary>The kind of a member; an absent one counts as null, as everywhere in the protocol.</summary>
    public static JsonValueKind KindOf(JsonElement owner, string name) =>
        Member(owner, name) is { } value ? value.ValueKind : JsonValueKind.Null;

    public static string? Text(JsonElement owner, string name) =>
        Member(owner, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public static bool IsTrue(JsonElement owner, string name) => KindOf(owner, name) == JsonValueKind.True;

    public static JsonElement? Object(JsonElement owner, string name) =>
        Member(owner, name) is { ValueKind: JsonValueKind.Object } value ? value : null;

    public static IEnumerable<JsonElement> Items(JsonElement owner, string name) =>
        Member(owner, name) is { ValueKind: JsonValueKind.Array } value ? value.EnumerateArray() : [];

    public static int? Integer(JsonElement owner, string name) =>
        Member(owner, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out int number) ? number : null;

    private static JsonElement? Member(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out JsonElement value) ? value : null;
}
