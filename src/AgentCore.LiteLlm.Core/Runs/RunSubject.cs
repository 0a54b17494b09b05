using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Wire;

namespace AgentCore.LiteLlm.Runs;

/// <summary>What a run is of: the agent, and what of it decides what the run does. A run goes on only with the same.</summary>
/// <param name="Agent">The id of the blueprint.</param>
/// <param name="AgentVersion">Its version.</param>
/// <param name="Model">The model that is asked.</param>
/// <param name="Parts">Hashes by the names of the parts.</param>
internal sealed record RunSubject(string Agent, string AgentVersion, string Model, ImmutableSortedDictionary<string, string> Parts)
{
    /// <summary>Makes the subject of a call.</summary>
    /// <param name="blueprint">The blueprint.</param>
    /// <param name="request">The call.</param>
    /// <param name="tools">Hashes of the tools' definitions, by name.</param>
    public static RunSubject Of(AgentBlueprint blueprint, ChatRequest request, IEnumerable<KeyValuePair<string, string>> tools)
    {
        ImmutableSortedDictionary<string, string>.Builder parts = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        parts["id"] = Hash(blueprint.Id);
        parts["version"] = Hash(blueprint.Version);
        parts["endpoint"] = Hash(request.BaseUrl.AbsoluteUri);
        parts["mode"] = Hash($"{request.Mode}");
        parts["model and its settings"] = Hash(ToSettings(request));
        parts["fallbacks"] = Hash([.. request.Fallbacks.SelectMany(f => (string[])[f.BaseUrl.AbsoluteUri, f.Model])]);
        parts["system message"] = Hash([.. request.Messages.Where(m => m.Role == ChatRole.System).Select(m => m.Text)]);
        parts["output schema"] = Hash(request.Output?.WireSchema.GetRawText() ?? "");
        parts["hooks"] = Hash([.. request.Hooks]);
        parts["protection of personal data"] = Hash(request.Protection is null ? "no" : "yes");
        parts["other agents"] = Hash([.. request.Graph?.Nodes.Select(n => n.Id) ?? []]);
        parts["policy"] = Hash(ToTexts(blueprint.Policy));
        foreach ((string name, string hash) in tools)
        {
            parts[$"tool '{name}'"] = hash;
        }

        return new RunSubject(blueprint.Id, blueprint.Version, request.Model, parts.ToImmutable());
    }

    /// <summary>Names what is not as it was.</summary>
    /// <param name="before">The parts as they were.</param>
    /// <returns>A few words for each; none where everything is as it was.</returns>
    public ImmutableArray<string> FindChanges(ImmutableSortedDictionary<string, string> before) =>
    [
        .. before.Keys.Union(Parts.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Where(name => before.GetValueOrDefault(name) != Parts.GetValueOrDefault(name))
            .Select(name => !before.ContainsKey(name) ? $"{name} is new" : !Parts.ContainsKey(name) ? $"{name} is gone" : $"{name} has changed"),
    ];

    // As it would be sent, without what is said and what tools are offered, and however it is sent.
    private static string ToSettings(ChatRequest request)
    {
        ChatRequest bare = request with
        {
            Messages = [new ChatMessage(ChatRole.User, "")],
            Tools = [],
            Output = null,
            Protection = null,
            Stream = false,
            Labels = null,
        };
        using JsonDocument json = JsonDocument.Parse(RequestWriter.ToJson(bare));
        return Json.CanonicalJson.Of(json.RootElement);
    }

    private static string[] ToTexts(PolicyBlock? policy) => policy is null
        ? []
        :
        [
            policy.Engine, $"{policy.Mode}", policy.TargetPrefix ?? "",
            .. policy.Rules.SelectMany(r => (string[])[r.Name, r.Allow ?? "", r.Deny ?? "", r.When ?? "", r.Unless ?? "", r.Principal ?? ""]),
        ];

    private static string Hash(params string[] texts) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(texts.Select(t => string.Create(CultureInfo.InvariantCulture, $"{t.Length}:{t}"))))));
}
