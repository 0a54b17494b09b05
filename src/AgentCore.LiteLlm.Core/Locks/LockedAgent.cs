using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Blueprints.Settings;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Json;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Planning;
using AgentCore.LiteLlm.Routing;

namespace AgentCore.LiteLlm.Locks;

/// <summary>
/// What an agent is when it is called, in a form that can be kept and compared: hashes of what is long or private, values of what people look at. No key,
/// no value of a header and no text of a prompt is in it.
/// </summary>
internal static class LockedAgent
{
    /// <summary>The member with the tools that servers have, which a simulation makes up.</summary>
    public const string ServerTools = "serverTools";

    /// <summary>The member with the system prompt, which a preview does not ask for.</summary>
    public const string Prompt = "prompt";

    /// <summary>Describes an agent.</summary>
    /// <param name="plan">How it is called.</param>
    /// <param name="own">The tools that are the caller's, rather than a server's.</param>
    /// <returns>The description; null where the blueprint was made in this process and is in no text.</returns>
    public static JsonObject? Of(ChatPlan plan, ImmutableArray<ToolDefinition> own)
    {
        AgentBlueprint blueprint = plan.Model.Blueprint;
        if (SettingReader.Read(blueprint) is not { } settings)
        {
            return null;
        }

        ChatRequest request = plan.ToRequest("");
        HashSet<string> names = [.. own.Select(t => t.Name)];
        JsonObject agent = new()
        {
            ["blueprint"] = ToBlueprint(blueprint, settings),
            [Prompt] = ToPrompt(plan.Prompt),
            ["outputSchema"] = request.Output is { } output ? HashOf(output.Json) : null,
            ["policy"] = settings.Members.GetValueOrDefault("policy") is { } policy ? HashOf(policy.ToJson()) : null,
            ["tools"] = ToTools(request.Tools.Where(t => names.Contains(t.Name))),
            [ServerTools] = ToTools(request.Tools.Where(t => !names.Contains(t.Name))),
            ["route"] = ToRoute(plan.Model, request),
            ["request"] = ToControls(request),
        };
        if (MembersOf(plan, own) is { Length: > 0 } members)
        {
            agent["members"] = new JsonObject(members.Select(m => KeyValuePair.Create(m.Name, (JsonNode?)m.Agent)));
        }

        return agent;
    }

    /// <summary>
    /// Describes the agents that take part in another one, each once, by its id; where the caller gives agents that are others and share an id, the name
    /// that each has there stands beside it.
    /// </summary>
    /// <param name="plan">How the other one is called.</param>
    /// <param name="own">The tools that are the caller's, rather than a server's.</param>
    public static (string Name, ChatPlan Plan, JsonObject? Agent)[] MembersOf(ChatPlan plan, ImmutableArray<ToolDefinition> own)
    {
        IEnumerable<(string Name, ChatPlan Plan)> nodes =
            (plan.Graph?.Nodes ?? []).Where(n => n is { IsOwn: false, Plan: not null }).Select(n => (n.Id, n.Plan!));
        return
        [
            .. nodes.Concat(plan.Specialists.Select(s => (s.Tool.Name, s.Plan)))
                .DistinctBy(m => m.Plan, ReferenceEqualityComparer.Instance)
                .Select(m => (m.Name, m.Plan, Agent: Of(m.Plan, own)))
                .GroupBy(m => m.Plan.Model.Blueprint.Id, StringComparer.Ordinal)
                .Select(g => g.DistinctBy(m => m.Agent?.ToJsonString(), StringComparer.Ordinal).ToArray())
                .SelectMany(g => g.Select(m => (g.Length == 1 ? m.Plan.Model.Blueprint.Id : $"{m.Plan.Model.Blueprint.Id} ({m.Name})", m.Plan, m.Agent))),
        ];
    }

    /// <summary>Gives the hash of a value.</summary>
    /// <param name="value">The value, which is hashed as RFC 8785 writes it.</param>
    public static string HashOf(JsonElement value) =>
        $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonCanonicalization.Write(value))))}";

    private static JsonObject ToBlueprint(AgentBlueprint blueprint, Setting.Group settings) => new()
    {
        ["id"] = blueprint.Id,
        ["version"] = blueprint.Version,
        ["hash"] = HashOf(settings.ToJson()),
        // The policy has a place of its own.
        ["settings"] = new JsonObject(settings.Members.Where(m => m.Key != "policy").Select(m => KeyValuePair.Create(m.Key, ToNode(HashOf(m.Value.ToJson()))))),
    };

    private static JsonObject? ToPrompt(PromptSource? prompt) => prompt is null ? null : new JsonObject
    {
        ["reference"] = prompt.Reference,
        ["version"] = prompt.Version,
        ["hash"] = prompt.Hash,
    };

    private static JsonObject ToTools(IEnumerable<ToolDefinition> tools) => new(tools.Select(t => KeyValuePair.Create(
        t.Name,
        ToNode(HashOf(JsonSerializer.SerializeToElement(new JsonObject
        {
            ["name"] = t.Name,
            ["description"] = t.Description,
            ["parameters"] = JsonNode.Parse(t.Parameters.GetRawText()),
        }))))));

    private static JsonObject ToRoute(ResolvedModel model, ChatRequest request) => new()
    {
        ["baseUrl"] = model.BaseUrl,
        ["model"] = request.Model,
        ["provider"] = request.Provider,
        ["api"] = request.ApiChoice.ToString(),
        ["keyVariable"] = model.ApiKeyVariable,
        ["headers"] = new JsonArray([.. model.HeaderNames.Concat(model.OmittedHeaders).Order(StringComparer.OrdinalIgnoreCase).Select(ToNode)]),
        ["fallbacks"] = new JsonArray([.. request.Fallbacks.Select(f => ToNode($"{f.Model} at {f.BaseUrl.AbsoluteUri}"))]),
    };

    private static JsonObject ToControls(ChatRequest request) => new()
    {
        ["temperature"] = request.Temperature,
        ["maxTokens"] = request.MaxTokens,
        ["controls"] = request.Controls.ToString() is { Length: > 0 } controls ? ToNode(HashOf(JsonSerializer.SerializeToElement(controls))) : null,
        ["reasoning"] = request.Reasoning is { } reasoning ? $"{reasoning}" : null,
        ["caching"] = request.Caching is { } caching ? $"{caching}" : null,
    };

    private static JsonNode? ToNode(string text) => JsonValue.Create(text);
}
