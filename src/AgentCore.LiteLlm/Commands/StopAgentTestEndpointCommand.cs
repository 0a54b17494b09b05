using System.Management.Automation;
using AgentCore.LiteLlm.Pipeline;
using AgentCore.LiteLlm.TestEndpoints;

namespace AgentCore.LiteLlm.Commands;

/// <summary>Stops test endpoints at once, whatever they are doing. Those that are left stop with the session, or when the module is removed.</summary>
[Cmdlet(VerbsLifecycle.Stop, "AgentTestEndpoint", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class StopAgentTestEndpointCommand : PSCmdlet
{
    /// <summary>Gets or sets the endpoints; one that has stopped already is left alone.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    [AllowEmptyCollection]
    public TestEndpoint?[] Endpoint { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        // In an AfterAll whose BeforeAll failed there is nothing to stop.
        foreach (TestEndpoint endpoint in Endpoint.OfType<TestEndpoint>())
        {
            if (this.MayActOn(endpoint.BaseUrl.AbsoluteUri))
            {
                RunningEndpoints.Stop(endpoint);
            }
        }
    }
}
