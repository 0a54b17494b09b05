using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Planning;
using AgentCore.LiteLlm.Routing;
using AgentCore.LiteLlm.Wire;

namespace AgentCore.LiteLlm.Runs;

/// <summary>What a run is of: the agent, and what of it decides what the run does. A run goes on only with the same.</summary>
/// <param name="Agent">The id of the blueprint.</param>
/// <param name="AgentVersion">Its version.</param>
/// <param name="Model">The model that is asked.</param>
/// <param name="Parts">Hashes by the names of the parts.</param>
internal sealed record RunSubject(string Agent, string AgentVersion, string Model, ImmutableSortedDictionary<string, string> Parts)
{
    private const string OfAgent = "agent '";

    /// <summary>Makes the subject of a call.</summary>
    /// <param name="plan">The plan of the call.</param>
    /// <param name="request">The call.</param>
    /// <param name="tools">Gives hashes of the definitions of a call's tools, by name.</param>
    public static RunSubject Of(ChatPlan plan, ChatRequest request, Func<ChatRequest, IEnumerable<KeyValuePair<string, string>>> tools)
    {
        AgentBlueprint blueprint = plan.Model.Blueprint;
        ImmutableSortedDictionary<string, string>.Builder parts = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        parts["mode"] = Hash($"{request.Mode}");
        parts["protection of personal data"] = Hash([.. request.Protection?.Terms ?? []]);
        Add(parts, "", plan, request, tools);
        return new RunSubject(blueprint.Id, blueprint.Version, request.Model, parts.ToImmutable());
    }

    /// <summary>Names what is not as it was.</summary>
    /// <param name="before">The parts as they were.</param>
    /// <returns>A few words for each; none where everything is as it was.</returns>
    public ImmutableArray<string> FindChanges(ImmutableSortedDictionary<string, string> before) =>
    [
        .. before.Keys.Union(Parts.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Where(name => before.GetValueOrDefault(name) != Parts.GetValueOrDefault(name))
            .Select(name => !before.ContainsKey(name) ? $"{Whole(name, before)} is new"
                : !Parts.ContainsKey(name) ? $"{Whole(name, Parts)} is gone"
                : $"{name} has changed")
            .Distinct(StringComparer.Ordinal),
    ];

    // Of an agent that is there only now or was there only then it is enough to name the agent.
    private static string Whole(string name, ImmutableSortedDictionary<string, string> other) =>
        name.StartsWith(OfAgent, StringComparison.Ordinal) && name.IndexOf("': ", StringComparison.Ordinal) is > 0 and int end
            && !other.ContainsKey($"{name[..end]}': id")
            ? $"{name[..end]}'"
            : name;

    private static void Add(
        ImmutableSortedDictionary<string, string>.Builder parts, string of, ChatPlan plan, ChatRequest request,
        Func<ChatRequest, IEnumerable<KeyValuePair<string, string>>> tools)
    {
        string prefix = of.Length == 0 ? "" : $"{OfAgent}{of}': ";
        AgentBlueprint blueprint = plan.Model.Blueprint;
        ResolvedModel[] models = [plan.Model, .. plan.Model.Fallbacks];
        parts[$"{prefix}id"] = Hash(blueprint.Id);
        parts[$"{prefix}version"] = Hash(blueprint.Version);
        parts[$"{prefix}endpoint"] = Hash(request.BaseUrl.AbsoluteUri);
        parts[$"{prefix}key variable"] = Hash([.. models.Select(m => m.ApiKeyVariable ?? "")]);
        parts[$"{prefix}header names"] = Hash(
            [.. models.SelectMany(m => m.HeaderNames.Concat(m.OmittedHeaders).Select(h => h.ToUpperInvariant()).Order(StringComparer.Ordinal).Append(""))]);
        parts[$"{prefix}model and its settings"] = Hash(ToSettings(request));
        parts[$"{prefix}fallbacks"] = Hash([.. request.Fallbacks.SelectMany(f => (string[])[f.BaseUrl.AbsoluteUri, f.Model])]);
        parts[$"{prefix}system message"] = Hash([.. request.Messages.Where(m => m.Role == ChatRole.System).Select(m => m.Text)]);
        parts[$"{prefix}output schema"] = Hash(request.Output?.WireSchema.GetRawText() ?? "");
        parts[$"{prefix}hooks"] = Hash([.. request.Hooks]);
        parts[$"{prefix}policy"] = Hash(ToTexts(blueprint.Policy));
        parts[$"{prefix}other agents"] = Hash(ToTexts(request.Graph));
        foreach ((string name, string hash) in tools(request))
        {
            parts[$"{prefix}tool '{name}'"] = hash;
        }

        foreach (AgentNode.Member member in request.Members)
        {
            if (plan.Graph?.Nodes.FirstOrDefault(n => n.Id == member.Id) is { IsOwn: false, Plan: { } own })
            {
                Add(parts, of.Length == 0 ? member.Id : $"{of}/{member.Id}", own, member.Request, tools);
            }
        }
    }

    // Who is there and which ways lead on; what ends a run is for whoever lets it go on to raise.
    private static string[] ToTexts(AgentGraph? graph) => graph is null
        ? []
        :
        [
            $"{graph.IsSwarm}", $"{graph.HasCoordinator}", graph.Entry,
            .. graph.Nodes.SelectMany(n => (string[])(n switch
            {
                AgentNode.Member { Request.Remote: { } remote } far =>
                    [n.Id, remote.Address.AbsoluteUri, .. far.Request.Headers.Select(h => h.Name.ToUpperInvariant()), n.Fallback ?? ""],
                AgentNode.Member member => [n.Id, member.Agent, member.Description, n.Fallback ?? ""],
                AgentNode.Gate gate => [n.Id, "gate", gate.Trip?.Text ?? "", n.Fallback ?? ""],
                _ => [n.Id],
            })),
            .. graph.Edges.SelectMany(e => (string[])[e.From, e.To, e.Condition?.Text ?? ""]),
        ];

    // As it would be sent, without what is said and what tools are offered, and however it is sent.
    private static string ToSettings(ChatRequest request)
    {
        ChatRequest bare = request with
        {
            Messages = [new ChatMessage(ChatRole.User, "")],
            Graph = null,
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
