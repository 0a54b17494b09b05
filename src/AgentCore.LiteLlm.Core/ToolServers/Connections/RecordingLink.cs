using System.Text.Json;
using AgentCore.LiteLlm.Cassettes;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.ToolServers.Results;

namespace AgentCore.LiteLlm.ToolServers.Connections;

/// <summary>Notes on a cassette what a server is asked and what it answers.</summary>
/// <param name="server">The server's name, as the user has it.</param>
/// <param name="tape">The cassette.</param>
/// <param name="redactor">Takes the server's secrets out of what is kept.</param>
/// <param name="inner">The connection.</param>
internal sealed class RecordingLink(string server, Tape tape, Redactor redactor, IServerLink inner) : IServerLink
{
    /// <inheritdoc/>
    public ServerIdentity Identity => inner.Identity;

    /// <inheritdoc/>
    public bool IsOpen => inner.IsOpen;

    /// <inheritdoc/>
    public bool TakeChange() => inner.TakeChange();

    /// <inheritdoc/>
    public async Task<JsonElement> AskAsync(string method, JsonElement parameters, CancellationToken cancellationToken)
    {
        try
        {
            JsonElement result = await inner.AskAsync(method, parameters, cancellationToken).ConfigureAwait(false);
            tape.NoteServer(server, method, parameters, TokenMask.ApplyToJson(result), redactor);
            return result;
        }
        catch (ToolServerException e)
        {
            tape.NoteServer(server, method, parameters, ReplayedLink.ToJson(e), redactor);
            throw;
        }
    }

    /// <inheritdoc/>
    public void Abort() => inner.Abort();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
