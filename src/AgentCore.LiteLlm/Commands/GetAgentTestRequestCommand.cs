using System.Management.Automation;
using AgentCore.LiteLlm.Pipeline;
using AgentCore.LiteLlm.TestEndpoints;

namespace AgentCore.LiteLlm.Commands;

/// <summary>Writes the requests that a test endpoint received, in the order in which they came; secrets among their headers are starred.</summary>
[Cmdlet(VerbsCommon.Get, "AgentTestRequest")]
[OutputType(typeof(AgentTestRequest))]
public sealed class GetAgentTestRequestCommand : PSCmdlet
{
    /// <summary>Gets or sets the endpoint, running or stopped; the one that runs in this session when not given.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public TestEndpoint? Endpoint { get; set; }

    /// <summary>Gets or sets how many of the last requests are written, from 1; all when not given.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Last { get; set; } = int.MaxValue;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        TestEndpoint? endpoint = Endpoint;
        if (endpoint is null)
        {
            TestEndpoint[] running = [.. RunningEndpoints.OfThisSession()];
            if (running.Length != 1)
            {
                ThrowTerminatingError(ErrorRecords.TestEndpointUnclear(running.Length));
            }

            endpoint = running[0];
        }

        foreach (TestRequest request in endpoint.Requests.TakeLast(Last))
        {
            WriteObject(TestRequestView.Of(request));
        }
    }
}
