using System.Collections.Immutable;
using AgentCore.LiteLlm.Aws;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.ToolServers.Connections;

/// <summary>A tool server that can be connected to, with every variable filled in. The set of kinds is closed.</summary>
internal abstract record ServerTarget
{
    private ServerTarget()
    {
    }

    /// <summary>Gets the name by which the user knows the server.</summary>
    public required string Name { get; init; }

    /// <summary>Gets what is never shown of the server.</summary>
    public ImmutableArray<Secret> Secrets { get; init; } = [];

    /// <summary>Gets where it is, for people: the command line as it is written in the file, or the address.</summary>
    public required string Shown { get; init; }

    /// <summary>A program that is started.</summary>
    public sealed record Program : ServerTarget
    {
        /// <summary>Gets the program.</summary>
        public required string Command { get; init; }

        /// <summary>Gets its arguments.</summary>
        public ImmutableArray<string> Arguments { get; init; } = [];

        /// <summary>Gets its whole environment.</summary>
        public ImmutableDictionary<string, string> Environment { get; init; } = [];

        /// <summary>Gets the folder it starts in; null for the process's own.</summary>
        public string? Folder { get; init; }
    }

    /// <summary>A server that is reached over HTTP.</summary>
    public sealed record Web : ServerTarget
    {
        /// <summary>Gets its address.</summary>
        public required Uri Address { get; init; }

        /// <summary>Gets the headers of every request.</summary>
        public ImmutableArray<SecretHeader> Headers { get; init; } = [];

        /// <summary>Gets what signs every request; null for nothing.</summary>
        public RequestSigner? Signer { get; init; }
    }
}
