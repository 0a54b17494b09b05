using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Blueprints;

/// <summary>One entry of <c>tools</c>: tools the agent may call. The set of kinds is closed.</summary>
public abstract record ToolBlock
{
    private ToolBlock()
    {
    }

    /// <summary>Tools of one server behind the gateway.</summary>
    public sealed record Mcp : ToolBlock
    {
        /// <summary>Gets the server's name at the gateway.</summary>
        public required string Server { get; init; }

        /// <summary>Gets the names of the tools to offer; at least one.</summary>
        public required ImmutableArray<string> Tools { get; init; }

        /// <inheritdoc/>
        public override string ToString() => $"{Server}: {string.Join(", ", Tools)}";
    }

    /// <summary>A tool that AWS hosts.</summary>
    public sealed record Builtin : ToolBlock
    {
        /// <summary>Gets which tool.</summary>
        public required BuiltinToolType Type { get; init; }

        /// <summary>Gets the AWS region it runs in; null means the region of the environment.</summary>
        public string? Region { get; init; }

        /// <summary>Gets whether its sandbox reaches the internet; <see cref="NetworkMode.Public"/> by default.</summary>
        public NetworkMode NetworkMode { get; init; }
    }
}
