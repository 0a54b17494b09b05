using System.Text.Json;

namespace AgentCore.LiteLlm.Json;

/// <summary>Finds members by name, whether it is written as on the wire (<c>tool_calls</c>) or as ConvertTo-Json writes properties (<c>ToolCalls</c>).</summary>
internal static class JsonMembers
{
    public static JsonElement? Find(JsonElement holder, string name)
    {
        if (holder.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty member in holder.EnumerateObject())
            {
                if (IsSame(member.Name, name) && member.Value.ValueKind != JsonValueKind.Null)
                {
                    return member.Value;
                }
            }
        }

        return null;
    }

    /// <summary>Finds a member that is text.</summary>
    public static string? FindText(JsonElement holder, string name) => Find(holder, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static bool IsSame(string one, string other) =>
        one == other || one.Replace("_", "", StringComparison.Ordinal).Equals(other.Replace("_", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
}
