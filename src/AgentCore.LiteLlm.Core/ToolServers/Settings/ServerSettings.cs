using System.Collections.Immutable;

namespace AgentCore.LiteLlm.ToolServers.Settings;

/// <summary>A tool server as the caller's file describes it, with its variables not yet filled in. The set of kinds is closed.</summary>
internal abstract record ServerSettings
{
    /// <summary>How long a call may take where the file does not say: longer than most tools need, shorter than a forgotten one.</summary>
    public static readonly TimeSpan DefaultLimit = TimeSpan.FromSeconds(300);

    private ServerSettings()
    {
    }

    /// <summary>Gets its name, which entries of <c>tools</c> name as <c>mcp</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Gets where in the file it stands, such as <c>mcpServers.orders</c>.</summary>
    public required string Path { get; init; }

    /// <summary>Gets how long one call may take.</summary>
    public TimeSpan Limit { get; init; } = DefaultLimit;

    /// <summary>Gets the names of the tools, with <c>*</c>, that only read, as the caller says.</summary>
    public ImmutableArray<string> ReadOnly { get; init; } = [];

    /// <summary>Gets the names of the tools, with <c>*</c>, that may be called again when nobody knows whether a call arrived, as the caller says.</summary>
    public ImmutableArray<string> Idempotent { get; init; } = [];

    /// <summary>A program that is started, and spoken with over its standard input and output.</summary>
    public sealed record Program : ServerSettings
    {
        /// <summary>Gets the program.</summary>
        public required string Command { get; init; }

        /// <summary>Gets its arguments.</summary>
        public ImmutableArray<string> Arguments { get; init; } = [];

        /// <summary>Gets what its environment holds beside the little that every program needs.</summary>
        public ImmutableArray<KeyValuePair<string, string>> Environment { get; init; } = [];

        /// <summary>Gets the folder it starts in; null for the default one.</summary>
        public string? Folder { get; init; }
    }

    /// <summary>A server that is reached over HTTP.</summary>
    public sealed record Web : ServerSettings
    {
        /// <summary>Gets its address.</summary>
        public required string Url { get; init; }

        /// <summary>Gets the headers of every request.</summary>
        public ImmutableArray<KeyValuePair<string, string>> Headers { get; init; } = [];
    }
}
