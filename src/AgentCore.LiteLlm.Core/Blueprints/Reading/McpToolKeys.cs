using AgentCore.LiteLlm.Keys;

namespace AgentCore.LiteLlm.Blueprints.Reading;

/// <summary>The keys of an entry of <c>tools</c> that names a server.</summary>
internal static class McpToolKeys
{
    public static readonly TextKey Mcp = new("mcp", "The name of an MCP server behind the gateway.") { IsRequired = true };

    public static readonly TextListKey Tools = new("tools", "The names of the tools to offer from it.") { IsRequired = true, Minimum = 1 };

    public static readonly BlockShape Shape = new(Mcp, Tools) { Identity = [Mcp] };

    /// <summary>Reads the block.</summary>
    /// <param name="block">The block.</param>
    /// <returns>What it says.</returns>
    public static ToolBlock.Mcp Read(BlockReader block) => new()
    {
        Server = block.RequiredText(Mcp),
        Tools = block.Texts(Tools),
    };
}
