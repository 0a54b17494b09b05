using System.Collections.Immutable;
using System.Globalization;
using System.IO.Enumeration;
using System.Text.Json;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Routing;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Terminal;
using AgentCore.LiteLlm.ToolServers.Connections;
using AgentCore.LiteLlm.ToolServers.Settings;

namespace AgentCore.LiteLlm.ToolServers.Offers;

/// <summary>
/// Finds the tools that a blueprint declares: each entry of <c>tools</c> at a server of the caller's file, else at the gateway. Only what is named is
/// offered, and what is missing rules the run out.
/// </summary>
/// <param name="session">The servers of the pipeline.</param>
/// <param name="model">The model, whose blueprint it is.</param>
internal sealed class OfferMaker(ToolServerSession session, ResolvedModel model)
{
    private const int LongestDescription = 1024;
    private const int MostNamed = 10;

    private readonly Findings _findings = model.Blueprint.StartFindings();

    /// <summary>Says which servers would be connected to, without connecting to any.</summary>
    /// <returns>A line for each.</returns>
    public ImmutableArray<string> Preview() =>
    [
        .. model.Blueprint.Tools.OfType<ToolBlock.Mcp>().Select(t => t.Server).Distinct(StringComparer.Ordinal).Select(
            server => session.File.Find(server) is { } settings ? $"tool server '{SecretShapes.Excerpt(server)}' ({ServerExpansion.Show(settings)})"
                : session.FindGateway(model) is { } gateway ? $"tool server '{SecretShapes.Excerpt(server)}' (gateway {SecretShapes.ToLegible(gateway)})"
                : $"tool server '{SecretShapes.Excerpt(server)}', which nothing describes"),
    ];

    /// <summary>Makes the offers of a simulation, for which no server is asked.</summary>
    /// <param name="taken">The names of the tools that the caller gives.</param>
    /// <returns>The tools.</returns>
    public Checked<ToolOffers> Simulate(ImmutableArray<string> taken)
    {
        using JsonDocument anything = JsonDocument.Parse("""{"type":"object","properties":{}}""");
        JsonElement schema = anything.RootElement.Clone();
        List<(OfferedTool Tool, string Path)> tools = [];
        for (int at = 0; at < model.Blueprint.Tools.Length; at++)
        {
            string path = Entry("tools", at);
            switch (model.Blueprint.Tools[at])
            {
                case ToolBlock.Mcp mcp:
                    tools.AddRange(mcp.Tools.Select((name, index) => (Make(mcp.Server, name, schema), Entry($"{path}.tools", index))));
                    break;
                case ToolBlock.Builtin builtin:
                    tools.Add((Make("aws", ToWord(builtin.Type), schema), $"{path}.builtin"));
                    break;
            }
        }

        return Finish(tools, taken);
    }

    /// <summary>Makes the offers, asking the servers what they have.</summary>
    /// <param name="taken">The names of the tools that the caller gives.</param>
    /// <param name="cancellationToken">Ends the questions.</param>
    /// <returns>The tools; none where a finding rules the run out.</returns>
    public async Task<Checked<ToolOffers>> MakeAsync(ImmutableArray<string> taken, CancellationToken cancellationToken)
    {
        List<Wanted> wanted = [];
        for (int at = 0; at < model.Blueprint.Tools.Length; at++)
        {
            string path = Entry("tools", at);
            switch (model.Blueprint.Tools[at])
            {
                case ToolBlock.Mcp mcp when Find(mcp, path) is { } found:
                    wanted.Add(found);
                    break;
                case ToolBlock.Builtin builtin:
                    _findings.Error(
                        DiagnosticCodes.ToolHostedElsewhere, $"{path}.builtin",
                        $"'{ToWord(builtin.Type)}' runs in Amazon Bedrock AgentCore, and only for agents that are deployed there; nothing was sent.",
                        "Run the agent there, or give it a tool of your own for the same in place of this entry.");
                    break;
            }
        }

        // What one server lacks is said with what another lacks.
        Dictionary<ServerConnection, ImmutableDictionary<string, ServerTool>?> lists = [];
        ServerConnection[] connections = [.. wanted.Select(w => w.Connection).Distinct()];
        if (!_findings.HasErrors)
        {
            (ImmutableDictionary<string, ServerTool>? Tools, ToolServerException? Failure)[] answers =
                await Task.WhenAll(connections.Select(c => ListAsync(c, cancellationToken))).ConfigureAwait(false);
            for (int at = 0; at < connections.Length; at++)
            {
                lists[connections[at]] = answers[at].Tools;
                if (answers[at].Failure is { } failure)
                {
                    _findings.Error(
                        DiagnosticCodes.ToolServerUnavailable, $"{wanted.First(w => w.Connection == connections[at]).Path}.mcp",
                        $"{session.Redact(failure.Message)} No model was called.", failure.Advice ?? AdviceFor(failure.Problem));
                }
            }
        }

        List<(OfferedTool Tool, string Path)> tools = [];
        foreach (Wanted entry in wanted.Where(w => lists.GetValueOrDefault(w.Connection) is not null))
        {
            for (int index = 0; index < entry.Block.Tools.Length; index++)
            {
                string path = Entry($"{entry.Path}.tools", index);
                if (Make(entry, entry.Block.Tools[index], lists[entry.Connection]!, path) is { } tool)
                {
                    tools.Add((tool, path));
                }
            }
        }

        return Finish(tools, taken);
    }

    /// <summary>Finds a tool among those of a server.</summary>
    /// <param name="list">What the server has.</param>
    /// <param name="server">The server's name, as the blueprint has it.</param>
    /// <param name="tool">The tool's name, as the blueprint has it.</param>
    /// <param name="isGateway">Whether names have the server's before them, as AgentCore's and LiteLLM's gateways write it.</param>
    /// <returns>The tool, or null.</returns>
    public static ServerTool? Find(ImmutableDictionary<string, ServerTool> list, string server, string tool, bool isGateway) => isGateway
        ? list.GetValueOrDefault($"{server}___{tool}") ?? list.GetValueOrDefault($"{server}-{tool}")
        : list.GetValueOrDefault(tool);

    /// <summary>Takes the server's name from that of a tool behind a gateway.</summary>
    /// <param name="tool">The name at the gateway.</param>
    /// <param name="server">The server.</param>
    /// <returns>The tool's own name; null where it is another server's.</returns>
    public static string? WithoutServer(string tool, string server) =>
        tool.StartsWith($"{server}___", StringComparison.Ordinal) ? tool[(server.Length + 3)..]
        : tool.StartsWith($"{server}-", StringComparison.Ordinal) ? tool[(server.Length + 1)..]
        : null;

    private static async Task<(ImmutableDictionary<string, ServerTool>? Tools, ToolServerException? Failure)> ListAsync(
        ServerConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            return (await connection.ListAsync(cancellationToken).ConfigureAwait(false), null);
        }
        catch (ToolServerException e)
        {
            return (null, e);
        }
    }

    private static string? AdviceFor(ServerProblem problem) => problem switch
    {
        ServerProblem.Unreachable => "Start the server, or mend its address.",
        ServerProblem.Unauthorized => "Give the token that the server asks for; nothing is fetched or asked of a person on its word.",
        ServerProblem.TimedOut or ServerProblem.Lost => "What the server's program writes for people is in the verbose output.",
        _ => null,
    };

    private Wanted? Find(ToolBlock.Mcp block, string path)
    {
        if (session.File.Find(block.Server) is { } settings)
        {
            return session.Connect(settings, _findings) is { } own ? new Wanted(block, path, own, settings) : null;
        }

        if (session.FindGateway(model) is not null)
        {
            return session.Connect(model, _findings) is { } gateway ? new Wanted(block, path, gateway, null) : null;
        }

        string? near = NearestName.Find(block.Server, [.. session.File.Servers.Select(s => s.Name)]);
        _findings.Error(
            DiagnosticCodes.ToolServerUnknown, $"{path}.mcp",
            $"nothing says where the tool server '{SecretShapes.Excerpt(block.Server)}' is: no file of tool servers names it, and there is no gateway. "
                + "No model was called.",
            near is null ? $"Set 'gateway.url' or {GatewayExpansion.Variable}, or name a file that describes the server." : $"Did you mean '{near}'?");
        return null;
    }

    private OfferedTool? Make(Wanted entry, string name, ImmutableDictionary<string, ServerTool> list, string path)
    {
        string server = entry.Block.Server;
        if (Find(list, server, name, entry.Settings is null) is not { } found)
        {
            string prefix = entry.Settings is null ? $"{server}___" : "";
            string[] names =
            [
                .. list.Keys.Where(k => k.StartsWith(prefix, StringComparison.Ordinal)).Select(k => k[prefix.Length..]).Order(StringComparer.Ordinal),
            ];
            string? near = NearestName.Find(name, names);
            _findings.Error(
                DiagnosticCodes.ToolMissing, path,
                $"the tool server '{SecretShapes.Excerpt(server)}' has no tool '{SecretShapes.Excerpt(name)}'. No model was called.",
                near is not null ? $"Did you mean '{SecretShapes.Excerpt(near)}'?" : Describe(names));
            return null;
        }

        ServerTool source = session.Redact(found);
        if (ToolSchema.Fit(source.Schema, out string? problem) is not { } schema)
        {
            _findings.Warn(
                DiagnosticCodes.ToolUnfit, path,
                $"the tool '{SecretShapes.Excerpt(name)}' of '{SecretShapes.Excerpt(server)}' is left out: {problem}, so that no endpoint would take it.");
            return null;
        }

        string description = source.Description.Length <= LongestDescription
            ? source.Description
            : WholeCharacters.Cut(source.Description, LongestDescription - 1) + "…";
        ToolDefinition definition = new(ToolNames.Fit(server, name, isQualified: false), description, schema) { IsBehindGateway = entry.Settings is null };
        return new OfferedTool(definition, server, name)
        {
            Source = source,
            Connection = entry.Connection,
            Limit = entry.Settings?.Limit ?? ServerSettings.DefaultLimit,
            IsReadOnly = IsListed(entry.Settings?.ReadOnly ?? [], name),
            IsIdempotent = IsListed(entry.Settings?.Idempotent ?? [], name),
            IsPlayed = session.IsPlayed,
        };
    }

    private static string Describe(string[] names)
    {
        string more = names.Length > MostNamed ? string.Create(CultureInfo.InvariantCulture, $" and {names.Length - MostNamed} more") : "";
        return names.Length == 0 ? "It has none at all." : $"It has: {string.Join(", ", names.Take(MostNamed).Select(SecretShapes.Excerpt))}{more}.";
    }

    private static OfferedTool Make(string server, string name, JsonElement schema) =>
        new(new ToolDefinition(ToolNames.Fit(server, name, isQualified: false), $"Stands for the tool '{name}' of '{server}'.", schema), server, name)
        {
            IsPlayed = true,
        };

    // Two servers may have a tool of one name; the caller's own tools keep theirs.
    private Checked<ToolOffers> Finish(List<(OfferedTool Tool, string Path)> tools, ImmutableArray<string> taken)
    {
        HashSet<string> doubled = new(
            tools.Select(t => t.Tool).DistinctBy(t => (t.Server, t.Tool)).GroupBy(t => t.Definition.Name, StringComparer.OrdinalIgnoreCase)
                .Where(same => same.Count() > 1).Select(same => same.Key),
            StringComparer.OrdinalIgnoreCase);
        HashSet<string> names = new(taken, StringComparer.OrdinalIgnoreCase);
        List<OfferedTool> offered = [];
        foreach ((OfferedTool tool, string path) in tools.DistinctBy(t => (t.Tool.Server, t.Tool.Tool)))
        {
            bool isDoubled = doubled.Contains(tool.Definition.Name);
            OfferedTool named = isDoubled
                ? tool with { Definition = tool.Definition with { Name = ToolNames.Fit(tool.Server, tool.Tool, isQualified: true) } }
                : tool;
            if (names.Add(named.Definition.Name))
            {
                // A policy names a tool as the model does, as the blueprint lists it, or as its gateway has it, which no simulation is told of.
                string?[] all = [tool.Tool, tool.Source?.Name, $"{tool.Server}___{tool.Tool}"];
                IEnumerable<string> others = all.OfType<string>().Distinct().Where(n => n != named.Definition.Name);
                offered.Add(named with { Definition = named.Definition with { OtherNames = [.. others] } });
            }
            else
            {
                _findings.Error(
                    DiagnosticCodes.ToolNameTaken, path,
                    $"the caller gives a tool of the name '{SecretShapes.Excerpt(named.Definition.Name)}' too; the model could not tell them apart.",
                    "Give the caller's tool another name.");
            }
        }

        return _findings.ToChecked(_findings.HasErrors ? null : new ToolOffers([.. offered]));
    }

    /// <summary>Says whether a name is one of a list of the caller's.</summary>
    /// <param name="patterns">The list: names, with <c>*</c>.</param>
    /// <param name="name">The name.</param>
    public static bool IsListed(ImmutableArray<string> patterns, string name) =>
        patterns.Any(p => FileSystemName.MatchesSimpleExpression(p, name, ignoreCase: false));

    private static string ToWord(BuiltinToolType type) => type == BuiltinToolType.Browser ? "browser" : "code_interpreter";

    private static string Entry(string list, int index) => string.Create(CultureInfo.InvariantCulture, $"{list}[{index}]");

    private sealed record Wanted(ToolBlock.Mcp Block, string Path, ServerConnection Connection, ServerSettings? Settings);
}
