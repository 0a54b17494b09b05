using System.Net;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Network;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Blueprints.Rules;

/// <summary>The rules about how and where an agent runs: modes, network, ports, and what memory needs of the runtime.</summary>
internal static class RuntimeRules
{
    // What names in a private network end in; AWS names its interface endpoints with 'vpce'.
    private static readonly string[] PrivateEndings =
    [
        ".internal", ".local", ".lan", ".corp", ".intranet", ".private", ".home.arpa", ".svc", ".localhost", ".vpce.amazonaws.com",
    ];

    /// <summary>Checks the blocks.</summary>
    /// <param name="scope">The blueprint.</param>
    public static void Check(RuleScope scope)
    {
        AgentBlueprint blueprint = scope.Blueprint;
        if (blueprint.ExecutionModes is { Simulation: false, Staging: false, Production: false } && scope.IsSound("execution_modes"))
        {
            scope.Warn(
                DiagnosticCodes.ModeNoneEnabled, "execution_modes", "No mode is enabled, so the agent can never run.",
                "Set one of 'simulation', 'staging' and 'production' to true.");
        }

        if (blueprint.Memory is { Strategies.Length: > 0 } && scope.TextAt("runtime.type") is { Length: > 0 } type && type != "agentcore")
        {
            scope.Warn(
                DiagnosticCodes.MemoryWithoutRuntime, "memory.strategies",
                $"Memory is kept by AgentCore, and 'runtime.type' is '{SecretShapes.Excerpt(type)}'.", "Write 'type: agentcore' under 'runtime'.");
        }

        if (blueprint.Runtime is not { } runtime)
        {
            return;
        }

        if (runtime.A2aPort == runtime.Port && scope.IsSound("runtime.port") && scope.IsSound("runtime.a2a_port"))
        {
            scope.Warn(
                DiagnosticCodes.PortConflict, "runtime.a2a_port", "The agent-to-agent server would listen on the port of the container's own server.",
                "Give it another port, such as 8081; 0 turns it off.");
        }

        if (runtime.NetworkMode == NetworkMode.Private && blueprint.Gateway?.Url is { } url && IsPublic(url))
        {
            scope.Warn(
                DiagnosticCodes.NetworkUnreachable,
                "gateway.url",
                "The runtime is in a private network ('network_mode: PRIVATE'), and the gateway's address looks public.",
                "Use the address of a VPC endpoint, or make sure that the network has a way out and say so in a suppression.");
        }
    }

    private static bool IsPublic(string url)
    {
        if (url.Contains("${", StringComparison.Ordinal)
            || !Uri.TryCreate(url, UriKind.Absolute, out Uri? address)
            || EndpointAddress.FindHost(address) is not { } host
            || address.IsLoopback)
        {
            return false;
        }

        return IPAddress.TryParse(host, out IPAddress? number)
            ? !IsPrivate(number)
            : host.Contains('.', StringComparison.Ordinal) && !Array.Exists(PrivateEndings, e => host.EndsWith(e, StringComparison.OrdinalIgnoreCase));
    }

    private static bool IsPrivate(IPAddress address)
    {
        if (address.IsIPv6LinkLocal || address.IsIPv6UniqueLocal)
        {
            return true;
        }

        byte[] bytes = address.MapToIPv4().GetAddressBytes();
        return address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork
            && (bytes[0] == 10
                || (bytes[0] == 172 && bytes[1] is >= 16 and < 32)
                || (bytes[0] == 192 && bytes[1] == 168)
                || (bytes[0] == 169 && bytes[1] == 254)
                || (bytes[0] == 100 && bytes[1] is >= 64 and < 128));
    }
}
