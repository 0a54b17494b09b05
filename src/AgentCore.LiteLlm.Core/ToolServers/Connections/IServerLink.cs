using System.Text.Json;

namespace AgentCore.LiteLlm.ToolServers.Connections;

/// <summary>One open connection to a tool server.</summary>
internal interface IServerLink : IAsyncDisposable
{
    /// <summary>Gets what the server said of itself.</summary>
    ServerIdentity Identity { get; }

    /// <summary>Gets a value indicating whether the server can still be asked.</summary>
    bool IsOpen { get; }

    /// <summary>Says whether the server told that its tools are not what they were, since it was last asked so.</summary>
    /// <returns>True when it did.</returns>
    bool TakeChange();

    /// <summary>Asks the server.</summary>
    /// <param name="method">What is asked, such as <c>tools/call</c>.</param>
    /// <param name="parameters">With what: a JSON object.</param>
    /// <param name="cancellationToken">Ends the question; the server is told.</param>
    /// <returns>The result, as the server sent it.</returns>
    /// <exception cref="ToolServerException">There is none.</exception>
    Task<JsonElement> AskAsync(string method, JsonElement parameters, CancellationToken cancellationToken);

    /// <summary>Ends the connection without waiting for the server to end in peace.</summary>
    void Abort();
}
