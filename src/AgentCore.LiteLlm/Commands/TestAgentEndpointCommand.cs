using System.Management.Automation;
using AgentCore.LiteLlm.Endpoints;
using AgentCore.LiteLlm.Pipeline;
using AgentCore.LiteLlm.Routing;

namespace AgentCore.LiteLlm.Commands;

/// <summary>Says whether an endpoint is reachable, takes the key, and offers the model, without calling a model.</summary>
[Cmdlet(VerbsDiagnostic.Test, "AgentEndpoint", DefaultParameterSetName = BlueprintSet, SupportsShouldProcess = true)]
[OutputType(typeof(bool), typeof(EndpointReport))]
public sealed class TestAgentEndpointCommand : EndpointCmdlet
{
    /// <summary>Gets or sets a value indicating whether a report is written in place of true or false: what was found, LiteLLM's version with what is known against it, and a hint.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    /// <inheritdoc/>
    private protected override void Ask(EndpointClient client, EndpointQuery query, ResolvedModel model)
    {
        EndpointReport report = Await(new EndpointProbe(client).ProbeAsync(query, model.ModelId, StopToken));
        if (Detailed)
        {
            WriteObject(report);
            return;
        }

        if (!report.IsReady)
        {
            WriteVerbose($"{report.Failure?.Summary ?? $"{report.BaseUrl} does not offer '{report.ModelId}'."} {report.Hint}".TrimEnd());
        }

        WriteObject(report.IsReady);
    }
}
