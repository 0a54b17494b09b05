using AgentCore.LiteLlm.Network;
using AgentCore.LiteLlm.ToolServers.Connections;

namespace AgentCore.LiteLlm.Tests.Support;

/// <summary>The protocol's own reference servers.</summary>
internal static class ToolServerPackages
{
    private const string Scope = "@modelcontextprotocol";
    private const string Version = "2026.8.31";

    /// <summary>Finds the program of a server, which is a script for node.</summary>
    /// <param name="name">Its name without its scope, such as <c>server-memory</c>.</param>
    /// <param name="token">Ends the installation.</param>
    /// <returns>The full path.</returns>
    public static async Task<string> FindAsync(string name, CancellationToken token)
    {
        string[] packages = [.. ((string[])["server-everything", "server-filesystem", "server-memory"]).Select(p => $"{Scope}/{p}@{Version}")];
        string folder = await NpmPackages.InstallAsync("npm-tool-servers", packages, token);
        return Path.Combine(folder, "node_modules", Scope, name, "dist", "index.js");
    }

    /// <summary>Makes a target of a script for node.</summary>
    public static ServerTarget.Program Node(string name, string script, params string[] arguments) => new()
    {
        Name = name,
        Shown = "node",
        Command = "node",
        Arguments = [script, .. arguments],
        Environment = System.Collections.Immutable.ImmutableDictionary<string, string>.Empty
            .Add("PATH", new AgentCore.LiteLlm.Variables.ProcessVariables().Find("PATH") ?? ""),
    };

    /// <summary>Connects to a server as a run does.</summary>
    public static async Task<SdkLink> OpenAsync(ServerTarget target, CancellationToken token, Action<string, string>? log = null) =>
        await SdkLink.OpenAsync(target, new LinkOptions { Transport = new TransportOptions(), Log = log ?? ((_, _) => { }) }, token);
}
