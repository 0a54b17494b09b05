using System.Collections;
using System.Collections.Immutable;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Pipeline;
using AgentCore.LiteLlm.ToolServers;
using AgentCore.LiteLlm.ToolServers.Connections;
using AgentCore.LiteLlm.ToolServers.Offers;
using AgentCore.LiteLlm.ToolServers.Settings;
using AgentCore.LiteLlm.Variables;

namespace AgentCore.LiteLlm.Binding;

/// <summary>Finds names of tools while a command line is typed: those that a blueprint lists, or those of the servers that the line itself names.</summary>
internal static class DeclaredToolNames
{
    // Whoever waits for a completion waits for no more than this.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    /// <summary>Finds the names of a blueprint's tools, and of those that its policy speaks of. Nobody is asked.</summary>
    /// <param name="bound">What is bound on the line.</param>
    public static ImmutableArray<string> OfBlueprint(IDictionary bound) => FindBlueprint(bound) is not { } blueprint
        ? []
        :
        [
            .. blueprint.Tools.OfType<ToolBlock.Mcp>().SelectMany(t => t.Tools)
                .Concat(blueprint.Policy?.Rules.Select(r => string.IsNullOrEmpty(r.Allow) ? r.Deny : r.Allow).OfType<string>() ?? [])
                .Where(n => n.Length > 0).Distinct(StringComparer.Ordinal),
        ];

    /// <summary>Finds the names of tools of the servers of -ToolServer, those alone that a blueprint lists where one is bound.</summary>
    /// <param name="bound">What is bound on the line.</param>
    /// <returns>The names; none where a server cannot be reached in time, or anything else is wrong.</returns>
    public static ImmutableArray<string> OfServers(IDictionary bound)
    {
        if (!bound.Contains("ToolServer") || FilePaths.OfCompletion() is not { } paths
            || ToolServerArguments.TryRead(bound["ToolServer"], paths) is not { } file)
        {
            return [];
        }

        ToolBlock.Mcp[]? declared = FindBlueprint(bound)?.Tools.OfType<ToolBlock.Mcp>().ToArray();
        ServerSettings[] asked = [.. file.Servers.Where(s => declared?.Any(d => d.Server == s.Name) != false)];
        if (asked.Length == 0)
        {
            return [];
        }

        ToolServerSession session = new(file, new LinkOptions { StartLimit = Limit }, new ProcessVariables(), TimeProvider.System);
        Task<ImmutableArray<string>> names = FindAsync(session, asked, declared);
        PipelineThread.Finish(Task.WhenAny(names, Task.Delay(Limit)));

        // What has not answered by now is ended, not waited for.
        session.Abort();
        _ = session.DisposeAsync().AsTask();
#pragma warning disable VSTHRD002, VSTHRD003, RS0030 // it is complete
        return names.IsCompletedSuccessfully ? names.Result : [];
#pragma warning restore VSTHRD002, VSTHRD003, RS0030
    }

    private static async Task<ImmutableArray<string>> FindAsync(ToolServerSession session, ServerSettings[] asked, ToolBlock.Mcp[]? declared)
    {
        ImmutableDictionary<string, ServerTool>?[] lists = await Task.WhenAll(asked.Select(s => ListAsync(session, s))).ConfigureAwait(false);
        return
        [
            .. asked.Zip(lists)
                .SelectMany(found => found.Second is not { } list ? []
                    : list.Keys.Where(tool => declared?.Any(d => d.Server == found.First.Name && d.Tools.Contains(tool)) != false))
                .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
        ];
    }

    private static async Task<ImmutableDictionary<string, ServerTool>?> ListAsync(ToolServerSession session, ServerSettings server)
    {
        try
        {
            return session.Connect(server, new Findings(session.File.Places)) is { } connection
                ? await connection.ListAsync(CancellationToken.None).ConfigureAwait(false) : null;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A completion has no place for an error.
            return null;
        }
    }

    private static AgentBlueprint? FindBlueprint(IDictionary bound)
    {
        try
        {
            return PlainValue.Of(bound["Blueprint"]) switch
            {
                AgentBlueprint blueprint => blueprint,
                string path when FilePaths.OfCompletion() is { } paths => BlueprintSource.ReadFile(paths.Literal(path), strict: false, out _)?.Value,
                _ => null,
            };
        }
        catch (FileException)
        {
            return null;
        }
    }
}
