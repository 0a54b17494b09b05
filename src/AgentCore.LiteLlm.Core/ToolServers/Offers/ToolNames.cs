using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using AgentCore.LiteLlm.Blueprints;

namespace AgentCore.LiteLlm.ToolServers.Offers;

/// <summary>Makes names that every endpoint takes: up to 64 letters, digits, <c>_</c> and <c>-</c>. The map back is whoever keeps them.</summary>
internal static class ToolNames
{
    private const int Longest = 64;
    private const int HashLength = 8;

    /// <summary>Makes the name of a tool.</summary>
    /// <param name="server">The server's name, as the user has it.</param>
    /// <param name="tool">The tool's name, as the server has it.</param>
    /// <param name="isQualified">Whether the server's name stands before the tool's, since another server has one of that name.</param>
    /// <returns>The name itself where it can be one; else what is left of it, with a hash that keeps it apart.</returns>
    public static string Fit(string server, string tool, bool isQualified)
    {
        string wanted = isQualified ? $"{server}_{tool}" : tool;
        if (wanted.Length is > 0 and <= Longest && wanted.All(IsAllowed))
        {
            return wanted;
        }

        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{server}\n{tool}"));
        string plain = string.Concat(wanted.Take(Longest - HashLength - 1).Select(c => IsAllowed(c) ? c : '_'));
        return $"{plain}_{Convert.ToHexStringLower(hash)[..HashLength]}";
    }

    /// <summary>Finds the other names of a tool that a blueprint declares, without asking anybody.</summary>
    /// <param name="blueprint">The blueprint.</param>
    /// <param name="name">One of its names.</param>
    /// <returns>As it is listed, as a gateway has it, and as the model is told of it; none for a tool that is not declared.</returns>
    public static ImmutableArray<string> FindOthers(AgentBlueprint blueprint, string name) =>
    [
        .. blueprint.Tools.OfType<ToolBlock.Mcp>()
            .SelectMany(block => block.Tools.Select(tool => (string[])
            [
                tool, $"{block.Server}___{tool}", Fit(block.Server, tool, isQualified: false), Fit(block.Server, tool, isQualified: true),
            ]))
            .Where(names => names.Contains(name)).SelectMany(names => names).Distinct().Where(other => other != name),
    ];

    private static bool IsAllowed(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-';
}
