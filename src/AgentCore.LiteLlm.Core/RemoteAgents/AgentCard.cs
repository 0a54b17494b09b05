using System.Collections.Immutable;
using System.Text.Json;
using AgentCore.LiteLlm.Json;
using AgentCore.LiteLlm.Network;

namespace AgentCore.LiteLlm.RemoteAgents;

/// <summary>What an agent says of itself, as far as it takes that to ask it.</summary>
/// <param name="Name">Its name; empty where it has none.</param>
/// <param name="Address">Where it is asked.</param>
/// <param name="Wording">In which words.</param>
/// <param name="Tenant">Whom of several that are behind one address; null where it does not say.</param>
internal sealed record AgentCard(string Name, Uri Address, A2aWording Wording, string? Tenant)
{
    /// <summary>The path of the card behind an address.</summary>
    public const string WellKnown = "/.well-known/agent-card.json";

    // Until version 0.3 of the protocol.
    private const string FormerlyKnown = "/.well-known/agent.json";

    private const string JsonRpc = "JSONRPC";

    /// <summary>Lists where the card of an agent may be, most likely first.</summary>
    /// <param name="agent">The address of the agent; one that ends in <c>.json</c> is the card's own.</param>
    public static ImmutableArray<Uri> PlacesOf(Uri agent)
    {
        if (agent.AbsolutePath.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
        {
            return [agent];
        }

        Uri root = new(agent, "/");
        return [.. ((Uri[])
        [
            EndpointAddress.Append(agent, WellKnown), EndpointAddress.Append(root, WellKnown), EndpointAddress.Append(agent, FormerlyKnown),
        ]).Distinct()];
    }

    /// <summary>Reads a card.</summary>
    /// <param name="card">The card.</param>
    /// <param name="place">Where it was.</param>
    /// <param name="problem">Why the agent cannot be asked, as the end of a sentence.</param>
    /// <returns>The card, or null with a <paramref name="problem"/>.</returns>
    public static AgentCard? Read(JsonElement card, Uri place, out string? problem)
    {
        problem = null;
        (string? url, A2aWording? wording, string? tenant) = card.FindList("supportedInterfaces") is not null ? FindCurrent(card) : FindFormer(card);
        if (wording is null)
        {
            problem = card.ValueKind != JsonValueKind.Object || (card.FindText("url") is null && card.FindList("supportedInterfaces") is null)
                ? "is no agent card: it says no address of the agent"
                : "names no way to ask the agent that is known here: JSON-RPC of version 1.0 or 0.3 of the protocol";
            return null;
        }

        if (!Uri.TryCreate(place, url, out Uri? address) || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp)
            || EndpointAddress.FindHost(address) is null || address.UserInfo.Length > 0)
        {
            problem = "names an address of the agent that is none";
            return null;
        }

        // A card must not send what is said, nor keys, anywhere else.
        if (!IsSamePlace(address, place))
        {
            problem = $"says that the agent is at {address.GetLeftPart(UriPartial.Authority)}, which is another place than the blueprint names";
            return null;
        }

        return new AgentCard(card.FindText("name") ?? "", address, wording, tenant is { Length: > 0 } ? tenant : null);
    }

    /// <summary>Says whether the card is of the agent that is meant: a card of the host may be of any agent there.</summary>
    /// <param name="agent">The address of the agent that is meant.</param>
    /// <param name="place">Where the card was.</param>
    public bool IsOf(Uri agent, Uri place) => place != EndpointAddress.Append(new Uri(agent, "/"), WellKnown)
        || FolderOf(Address).StartsWith(FolderOf(agent), StringComparison.Ordinal) || place == agent;

    private static string FolderOf(Uri address) => $"{address.AbsolutePath.TrimEnd('/')}/";

    private static (string? Url, A2aWording? Wording, string? Tenant) FindCurrent(JsonElement card)
    {
        JsonElement[] ways = [.. card.Items("supportedInterfaces").Where(i => i.FindText("protocolBinding") is JsonRpc)];
        foreach (A2aWording wording in (A2aWording[])[A2aWording.Current, A2aWording.Former])
        {
            JsonElement way = Array.Find(ways, w => wording.IsOf(w.FindText("protocolVersion")));
            if (way.ValueKind == JsonValueKind.Object && way.FindText("url") is { } url)
            {
                return (url, wording, way.FindText("tenant"));
            }
        }

        return default;
    }

    // Until version 0.3 a card had one address, and others beside it.
    private static (string? Url, A2aWording? Wording, string? Tenant) FindFormer(JsonElement card)
    {
        string? url = card.FindText("preferredTransport") is null or JsonRpc
            ? card.FindText("url")
            : card.Items("additionalInterfaces").Where(i => i.FindText("transport") is JsonRpc).Select(i => i.FindText("url")).FirstOrDefault();
        string? version = card.FindText("protocolVersion");
        return url is null ? default : (url, version is null || !A2aWording.Current.IsOf(version) ? A2aWording.Former : A2aWording.Current, null);
    }

    private static bool IsSamePlace(Uri one, Uri other) => one.Scheme == other.Scheme && one.Port == other.Port
        && (one.IdnHost.Equals(other.IdnHost, StringComparison.OrdinalIgnoreCase) || (one.IsLoopback && other.IsLoopback));
}
