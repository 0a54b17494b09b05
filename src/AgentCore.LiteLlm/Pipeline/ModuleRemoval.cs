using System.Management.Automation;
using AgentCore.LiteLlm.Observability;
using AgentCore.LiteLlm.TestEndpoints;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>What ends when a session removes the module: the test endpoints and traces that it started.</summary>
public sealed class ModuleRemoval : IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        foreach (TestEndpoint endpoint in RunningEndpoints.OfThisSession())
        {
            RunningEndpoints.Stop(endpoint);
        }

        foreach (AgentTrace trace in RunningTraces.OfThisSession())
        {
            RunningTraces.End(trace);
        }
    }
}
