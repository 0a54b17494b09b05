using System.Management.Automation;
using AgentCore.LiteLlm.Endpoints;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Pipeline;

namespace AgentCore.LiteLlm.Commands;

/// <summary>Says whether an endpoint is reachable, takes the key, and offers the model, without calling a model.</summary>
[Cmdlet(VerbsDiagnostic.Test, "AgentEndpoint", DefaultParameterSetName = BlueprintSet, SupportsShouldProcess = true)]
[OutputType(typeof(bool), typeof(EndpointReport))]
public sealed class TestAgentEndpointCommand : EndpointCmdlet
{
    private AskedEndpoints? _endpoints;

    /// <summary>
    /// Gets or sets a value indicating whether a report is written in place of true or false: what was found, LiteLLM's version with what is known against it,
    /// and a hint.
    /// </summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _endpoints = new AskedEndpoints(this);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (AskedEndpoint asked in _endpoints!.Find())
        {
            try
            {
                Write(PipelineThread.Await(token => new EndpointProbe(asked.Client).ProbeAsync(asked.Query, asked.Model.ModelId, token)));
            }
            catch (ChatException e)
            {
                WriteError(ErrorRecords.CallFailed(e, asked.Model.ToString()));
            }
        }
    }

    private void Write(EndpointReport report)
    {
        if (Detailed)
        {
            WriteObject(report);
            return;
        }

        if (!report.IsReady)
        {
            this.Tell($"{report.Failure?.Summary ?? $"{report.BaseUrl} does not offer '{report.ModelId}'."} {report.Hint}".TrimEnd());
        }

        WriteObject(report.IsReady);
    }
}
