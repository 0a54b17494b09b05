using System.Collections.Immutable;
using System.Management.Automation;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Tools;

namespace AgentCore.LiteLlm.Hooks;

/// <summary>The scriptblocks that are bound to hooks. They come from whoever makes the call, never from a file.</summary>
/// <param name="scripts">The scriptblocks by name.</param>
/// <param name="run">What runs them; null where there are none.</param>
internal sealed class BoundHooks(ImmutableDictionary<string, ScriptBlock> scripts, ScriptRun? run)
{
    /// <summary>Gets what binds nothing.</summary>
    public static BoundHooks None { get; } = new(ImmutableDictionary<string, ScriptBlock>.Empty, null);

    /// <summary>Gets the names to which something is bound.</summary>
    public ImmutableArray<string> Names => [.. scripts.Keys.Order(StringComparer.OrdinalIgnoreCase)];

    /// <summary>Calls a hook, on the pipeline's thread.</summary>
    /// <param name="pending">The hook.</param>
    /// <param name="node">The node of a graph in which it is called; null where there is no graph.</param>
    public void Call(PendingHook pending, string? node)
    {
        AgentHookEvent told = new(pending) { Node = node };
        if (run!.CallHook(scripts[pending.Name], told, pending.StopToken) is { } problem)
        {
            pending.Fail(problem);
        }
        else if (told.CancelReason is { } reason)
        {
            pending.Cancel(reason);
        }
        else if (told.Result is { } result && result != pending.Result?.Text)
        {
            pending.Replace(result);
        }
        else
        {
            pending.Go();
        }
    }
}
