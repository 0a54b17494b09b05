using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AgentCore.LiteLlm.Json;

namespace AgentCore.LiteLlm.ToolServers.Offers;

/// <summary>A tool as its server describes it. Nothing in it is trusted.</summary>
/// <param name="Name">The name by which the server knows it.</param>
/// <param name="Description">What the server says that it does.</param>
/// <param name="Schema">The schema of its arguments, as the server sent it.</param>
internal sealed record ServerTool(string Name, string Description, JsonElement Schema)
{
    /// <summary>Gets what the server claims of the tool so that it be trusted, such as <c>readOnlyHint</c>. It counts for nothing.</summary>
    public ImmutableArray<string> Claims { get; init; } = [];

    /// <summary>Gets what tells this definition from any other: over name, title, description, schema and annotations.</summary>
    public required string Hash { get; init; }

    /// <summary>Reads a tool.</summary>
    /// <param name="json">An entry of <c>tools/list</c>.</param>
    /// <returns>The tool; null for what is none.</returns>
    public static ServerTool? Read(JsonElement json)
    {
        if (json.FindText("name") is not { Length: > 0 } name)
        {
            return null;
        }

        JsonElement? annotations = json.FindObject("annotations");
        string description = json.FindText("description") ?? json.FindText("title") ?? annotations?.FindText("title") ?? "";
        List<string> claims = [];
        foreach (string hint in (string[])["readOnlyHint", "idempotentHint"])
        {
            if (annotations?.FindFlag(hint) == true)
            {
                claims.Add(hint);
            }
        }

        foreach (string hint in (string[])["destructiveHint", "openWorldHint"])
        {
            if (annotations?.FindFlag(hint) == false)
            {
                claims.Add($"{hint}: false");
            }
        }

        JsonElement schema = json.Find("inputSchema") ?? default;
        return new ServerTool(name, description, schema.ValueKind == JsonValueKind.Undefined ? Empty() : schema.Clone())
        {
            Claims = [.. claims],
            Hash = HashOf(json),
        };
    }

    private static string HashOf(JsonElement json)
    {
        string text = string.Join('\n', ((string[])["name", "title", "description", "inputSchema", "annotations"])
            .Select(member => json.Find(member) is { } value ? $"{member}:{CanonicalJson.Of(value)}" : $"{member}:"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private static JsonElement Empty()
    {
        using JsonDocument json = JsonDocument.Parse("""{"type":"object"}""");
        return json.RootElement.Clone();
    }
}
