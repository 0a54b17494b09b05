using System.Management.Automation;
using AgentCore.LiteLlm.Pipeline;
using AgentCore.LiteLlm.Tools;

namespace AgentCore.LiteLlm.Commands;

/// <summary>Says whether tool servers answer and have every tool that a blueprint lists. No tool is called.</summary>
[Cmdlet(VerbsDiagnostic.Test, "AgentToolServer", SupportsShouldProcess = true)]
[OutputType(typeof(bool), typeof(AgentToolServer))]
public sealed class TestAgentToolServerCommand : ToolServerCmdlet
{
    private AskedToolServers? _servers;

    /// <summary>
    /// Gets or sets a value indicating whether a report of each server is written in place of true or false: what it has, or why it is not ready.
    /// </summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _servers = new AskedToolServers(this);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        bool isReady = true;
        foreach (AgentToolServer server in _servers!.Ask())
        {
            if (Detailed)
            {
                WriteObject(server);
            }
            else if (!server.IsReady)
            {
                this.Tell($"{server.Name}: {server.Problem} {server.Hint}".TrimEnd());
            }

            isReady &= server.IsReady;
        }

        if (!Detailed && !ShouldProcessPreference.IsWhatIf(this))
        {
            WriteObject(isReady);
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
