using System.Management.Automation;
using AgentCore.LiteLlm.Pipeline;
using AgentCore.LiteLlm.Tools;

namespace AgentCore.LiteLlm.Commands;

/// <summary>Lists tool servers with what they have, and which of it a blueprint's entries match.</summary>
[Cmdlet(VerbsCommon.Get, "AgentToolServer", SupportsShouldProcess = true)]
[OutputType(typeof(AgentToolServer))]
public sealed class GetAgentToolServerCommand : ToolServerCmdlet
{
    private AskedToolServers? _servers;

    /// <inheritdoc/>
    protected override void BeginProcessing() => _servers = new AskedToolServers(this);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (AgentToolServer server in _servers!.Ask())
        {
            if (server.IsReady || !server.Tools.IsEmpty)
            {
                WriteObject(server);
            }

            if (!server.IsReady)
            {
                WriteError(ErrorRecords.ToolServerNotReady(server));
            }
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _servers?.Dispose();
        }

        base.Dispose(disposing);
    }
}
