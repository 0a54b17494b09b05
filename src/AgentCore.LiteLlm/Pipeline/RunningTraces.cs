using System.Collections.Concurrent;
using System.Management.Automation.Runspaces;
using AgentCore.LiteLlm.Observability;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>The traces that run in this process, so that none outlives its session or the module.</summary>
internal static class RunningTraces
{
    private static readonly TimeSpan LastWait = TimeSpan.FromSeconds(5);

    private static readonly ConcurrentDictionary<AgentTrace, Guid> Running = new();

    /// <summary>Notes a trace of the session at hand, which ends with it.</summary>
    public static void Add(AgentTrace trace)
    {
        Runspace session = Runspace.DefaultRunspace;
        Running[trace] = session.InstanceId;
        session.StateChanged += (_, change) =>
        {
            if (change.RunspaceStateInfo.State is RunspaceState.Closing or RunspaceState.Closed or RunspaceState.Broken)
            {
                End(trace);
            }
        };
    }

    /// <summary>Gives the traces that the session at hand started.</summary>
    public static AgentTrace[] OfThisSession()
    {
        Guid session = Runspace.DefaultRunspace.InstanceId;
        return [.. Running.Where(r => r.Value == session).Select(r => r.Key)];
    }

    /// <summary>Forgets a trace that has ended.</summary>
    public static void Remove(AgentTrace trace) => Running.TryRemove(trace, out _);

    /// <summary>Ends a trace for which nobody waits: what was heard is still sent, where that is soon done.</summary>
    public static void End(AgentTrace trace)
    {
        if (Running.TryRemove(trace, out _))
        {
#pragma warning disable VSTHRD002 // the session ends, and with it whatever could wait
            trace.StopAsync(LastWait, CancellationToken.None).GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
            if (trace.Lost > 0)
            {
#pragma warning disable RS0030 // no pipeline is left that could be told
                Console.Error.WriteLine(TerminalText.Show($"WARNING: {trace.Lost} spans are lost: {trace.Problem}"));
#pragma warning restore RS0030
            }
        }
    }
}
