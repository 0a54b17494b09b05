using AgentCore.LiteLlm.Messages;

namespace AgentCore.LiteLlm.ToolServers.Offers;

/// <summary>A tool of a server, as a model is told of it: a blueprint names it, and the server has it.</summary>
/// <param name="Definition">The tool as the model is told of it.</param>
/// <param name="Server">The server's name, as the blueprint has it.</param>
/// <param name="Tool">The tool's name, as the blueprint has it.</param>
internal sealed record OfferedTool(ToolDefinition Definition, string Server, string Tool)
{
    /// <summary>Gets the tool as the server described it; null where no server was asked.</summary>
    public ServerTool? Source { get; init; }

    /// <summary>Gets the connection by which it is called; null where the simulation answers.</summary>
    public ServerConnection? Connection { get; init; }

    /// <summary>Gets how long one call may take.</summary>
    public TimeSpan Limit { get; init; }

    /// <summary>Gets a value indicating whether it only reads, as the caller's own list says.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>Gets a value indicating whether a call that may have arrived may be made again, as the caller's own list says.</summary>
    public bool IsIdempotent { get; init; }

    /// <summary>Gets a value indicating whether a call reaches nobody: a simulation or a cassette answers.</summary>
    public bool IsPlayed { get; init; }
}
