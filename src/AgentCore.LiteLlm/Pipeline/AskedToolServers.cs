using System.Collections.Immutable;
using System.Management.Automation;
using AgentCore.LiteLlm.Binding;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Routing;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Tools;
using AgentCore.LiteLlm.ToolServers;
using AgentCore.LiteLlm.ToolServers.Connections;
using AgentCore.LiteLlm.ToolServers.Offers;
using AgentCore.LiteLlm.ToolServers.Settings;
using AgentCore.LiteLlm.Variables;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>Asks tool servers what they have. What is wrong with one is in what is said of it.</summary>
internal sealed class AskedToolServers : IDisposable
{
    private readonly ToolServerCmdlet _cmdlet;
    private readonly ToolServerSession _session;

    /// <summary>Reads the servers that the parameters name. What cannot be used ends the pipeline.</summary>
    /// <param name="cmdlet">The cmdlet.</param>
    public AskedToolServers(ToolServerCmdlet cmdlet)
    {
        _cmdlet = cmdlet;
        LinkOptions options = ToolServerArguments.ReadLink(cmdlet) with { StartLimit = TimeSpan.FromSeconds(cmdlet.OperationTimeoutSeconds) };
        _session = new ToolServerSession(ToolServerArguments.Read(cmdlet, cmdlet.ToolServer), options, new ProcessVariables(), TimeProvider.System)
        {
            AllowUnencrypted = cmdlet.AllowUnencryptedAuthentication,
        };
    }

    /// <summary>Asks the servers of the blueprint at hand, or every one of the file.</summary>
    /// <returns>What was found, one at a time.</returns>
    public IEnumerable<AgentToolServer> Ask()
    {
        if (_cmdlet.Blueprint is null)
        {
            foreach (ServerSettings server in _session.File.Servers.Where(s => IsWanted(s.Name)))
            {
                if (Ask(server.Name, server, null, []) is { } answer)
                {
                    yield return answer;
                }
            }

            yield break;
        }

        FindingWriter findings = new(_cmdlet, ErrorEnds.Item);
        foreach (AgentBlueprint blueprint in new BlueprintSource(_cmdlet, findings).Read(_cmdlet.Blueprint))
        {
            foreach (AgentToolServer answer in Ask(blueprint, findings))
            {
                yield return answer;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        bool isStopped = _cmdlet.PipelineThread.StopToken.IsCancellationRequested;
        if (isStopped)
        {
            _session.Abort();
        }

        Task end = _session.DisposeAsync().AsTask();
        if (!isStopped)
        {
            PipelineThread.Finish(end);
        }
    }

    private IEnumerable<AgentToolServer> Ask(AgentBlueprint blueprint, FindingWriter findings)
    {
        ResolvedModel? model = null;
        foreach (IGrouping<string, ToolBlock.Mcp> server in blueprint.Tools.OfType<ToolBlock.Mcp>().GroupBy(t => t.Server, StringComparer.Ordinal))
        {
            if (!IsWanted(server.Key))
            {
                continue;
            }

            // Where the model is matters to the gateway alone, which may be the same proxy.
            ServerSettings? settings = _session.File.Find(server.Key);
            model ??= settings is null ? findings.Check(ModelResolver.Resolve(blueprint, new ModelOverrides(), new ProcessVariables()), blueprint.Id) : null;
            if ((settings is not null || model is not null) && Ask(server.Key, settings, model, [.. server.SelectMany(s => s.Tools).Distinct()]) is { } answer)
            {
                yield return answer;
            }
        }
    }

    private AgentToolServer? Ask(string name, ServerSettings? settings, ResolvedModel? model, ImmutableArray<string> declared)
    {
        string? gateway = model is null ? null : _session.FindGateway(model);
        AgentToolServer server = new()
        {
            Name = name,
            Source = settings is null ? "Gateway" : "File",
            Address = settings is null ? SecretShapes.ToLegible(gateway ?? "") : ServerExpansion.Show(settings),
            Declared = declared,
        };
        if (settings is null && gateway is null)
        {
            return server with
            {
                Problem = "Nothing says where it is: no file of tool servers names it, and there is no gateway.",
                Hint = "Give -ToolServer, or set gateway.url or AGENTCORE_GATEWAY_URL.",
            };
        }

        if (!_cmdlet.MayActOn($"{name} ({server.Address})", settings is ServerSettings.Program ? "Start tool server" : "Ask tool server"))
        {
            return null;
        }

        Findings findings = new(settings is null ? null : _session.File.Places);
        ServerConnection? connection = settings is null ? _session.Connect(model!, findings) : _session.Connect(settings, findings);
        if (connection is null)
        {
            Diagnostic found = ParameterAdvice.AddTo(findings.ToImmutable()[0]);
            return server with { Problem = found.Describe(), Hint = found.Suggestion };
        }

        try
        {
            ImmutableDictionary<string, ServerTool> list = _cmdlet.PipelineThread.Await(connection.ListAsync);
            return Describe(server, list.ToImmutableDictionary(t => t.Key, t => _session.Redact(t.Value)), connection.Identity, settings);
        }
        catch (ToolServerException e)
        {
            return server with { Problem = _session.Redact(e.Message), Hint = e.Advice };
        }
        finally
        {
            foreach (string line in _session.TakeLog())
            {
                _cmdlet.Tell(line);
            }
        }
    }

    private static AgentToolServer Describe(
        AgentToolServer server, ImmutableDictionary<string, ServerTool> list, ServerIdentity? identity, ServerSettings? settings)
    {
        bool isGateway = settings is null;
        Dictionary<string, ServerTool> found = new(StringComparer.Ordinal);
        foreach (string name in server.Declared)
        {
            if (OfferMaker.Find(list, server.Name, name, isGateway) is { } tool)
            {
                found[tool.Name] = tool;
            }
        }

        ImmutableArray<string> missing = [.. server.Declared.Where(n => OfferMaker.Find(list, server.Name, n, isGateway) is null)];
        AgentServerTool[] tools =
        [
            .. from tool in list.Values
               let name = isGateway ? OfferMaker.WithoutServer(tool.Name, server.Name) : tool.Name
               where name is not null
               orderby name
               select new AgentServerTool
               {
                   Name = name,
                   Description = tool.Description,
                   OfferedAs = found.ContainsKey(tool.Name) && ToolSchema.Fit(tool.Schema, out _) is not null
                       ? ToolNames.Fit(server.Name, name, isQualified: false) : null,
                   IsReadOnly = OfferMaker.IsListed(settings?.ReadOnly ?? [], name),
                   Claims = tool.Claims,
                   Schema = tool.Schema.GetRawText(),
                   Hash = tool.Hash,
               },
        ];
        string? near = missing.IsEmpty ? null : NearestName.Find(missing[0], [.. tools.Select(t => t.Name)]);
        return server with
        {
            Protocol = identity?.Protocol ?? "",
            Software = $"{identity?.Name} {identity?.Version}".Trim(),
            Tools = [.. tools],
            Missing = missing,
            TrustRequested = [.. tools.Where(t => !t.Claims.IsEmpty).Select(t => $"{t.Name}: {string.Join(", ", t.Claims)}")],
            Problem = missing.IsEmpty ? null : $"It has no tool {string.Join(", ", missing.Select(m => $"'{SecretShapes.Excerpt(m)}'"))}.",
            Hint = near is null ? null : $"Did you mean '{near}'?",
        };
    }

    private bool IsWanted(string name) =>
        _cmdlet.Name is null || _cmdlet.Name.Any(p => WildcardPattern.Get(p, WildcardOptions.IgnoreCase).IsMatch(name));
}
