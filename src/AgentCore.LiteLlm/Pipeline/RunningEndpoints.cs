using System.Collections.Concurrent;
using System.Management.Automation.Runspaces;
using AgentCore.LiteLlm.TestEndpoints;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>The test endpoints that run in this process, so that none outlives its session or the module.</summary>
internal static class RunningEndpoints
{
    private static readonly ConcurrentDictionary<TestEndpoint, (Guid Session, ScriptRunner Scripts)> Running = new();

    /// <summary>Notes an endpoint of the session at hand, which ends with it.</summary>
    public static void Add(TestEndpoint endpoint, ScriptRunner scripts)
    {
        Runspace session = Runspace.DefaultRunspace;
        Running[endpoint] = (session.InstanceId, scripts);
        session.StateChanged += (_, change) =>
        {
            if (change.RunspaceStateInfo.State is RunspaceState.Closing or RunspaceState.Closed or RunspaceState.Broken)
            {
                Stop(endpoint);
            }
        };
    }

    /// <summary>Gives the endpoints that the session at hand started.</summary>
    public static IEnumerable<TestEndpoint> OfThisSession()
    {
        Guid session = Runspace.DefaultRunspace.InstanceId;
        return Running.Where(r => r.Value.Session == session).Select(r => r.Key);
    }

    /// <summary>Stops an endpoint.</summary>
    public static void Stop(TestEndpoint endpoint)
    {
        endpoint.Dispose();
        if (Running.TryRemove(endpoint, out (Guid Session, ScriptRunner Scripts) entry))
        {
            entry.Scripts.Dispose();
        }
    }
}
