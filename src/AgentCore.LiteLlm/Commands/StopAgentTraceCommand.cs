using System.Management.Automation;
using AgentCore.LiteLlm.Observability;
using AgentCore.LiteLlm.Pipeline;

namespace AgentCore.LiteLlm.Commands;

/// <summary>Ends traces, once the spans that were heard are sent, and says how many those were.</summary>
[Cmdlet(VerbsLifecycle.Stop, "AgentTrace", SupportsShouldProcess = true)]
[OutputType(typeof(AgentTrace))]
public sealed class StopAgentTraceCommand : PSCmdlet, IDisposable
{
    private readonly PipelineThread _pipeline = new();

    /// <summary>Gets or sets the traces, of Start-AgentTrace; every one of this session when none is given.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [AllowEmptyCollection]
    public AgentTrace?[]? Trace { get; set; }

    /// <summary>Gets or sets the longest to wait until everything is sent, in seconds, from 1; 10 when not given.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int TimeoutSeconds { get; set; } = 10;

    /// <inheritdoc/>
    public void Dispose() => _pipeline.Dispose();

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (AgentTrace trace in (Trace ?? RunningTraces.OfThisSession()).OfType<AgentTrace>())
        {
            if (this.MayActOn(trace.Destination))
            {
                _pipeline.Await(async token =>
                {
                    await trace.StopAsync(TimeSpan.FromSeconds(TimeoutSeconds), token).ConfigureAwait(false);
                    return true;
                });
                RunningTraces.Remove(trace);
                if (trace.Problem is { } problem)
                {
                    this.Warn($"{trace.Lost} spans are lost: {problem}");
                }

                WriteObject(trace);
            }
        }
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _pipeline.Stop();
}
