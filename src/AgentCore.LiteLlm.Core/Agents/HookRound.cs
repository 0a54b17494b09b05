using System.Runtime.CompilerServices;
using AgentCore.LiteLlm.Chat;

namespace AgentCore.LiteLlm.Agents;

/// <summary>All hooks called at one point of a run, one after the other: the first that cancels or fails is the last.</summary>
internal sealed class HookRound
{
    /// <summary>Gets the hook that was called last; empty before the first one.</summary>
    public string Last { get; private set; } = "";

    /// <summary>Gets what the hooks came to.</summary>
    public HookAnswer Answer { get; private set; } = new();

    /// <summary>Calls the hooks.</summary>
    /// <param name="names">Their names.</param>
    /// <param name="make">Makes what one of them is told.</param>
    /// <param name="cancellationToken">Ends the wait for their answers.</param>
    public async IAsyncEnumerable<ChatEvent> CallAsync(
        IEnumerable<string> names, Func<string, PendingHook> make, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (string name in names)
        {
            PendingHook hook = make(name);
            yield return new ChatEvent.HookCalled(hook);
            await hook.WaitAsync(cancellationToken).ConfigureAwait(false);
            Last = name;
            Answer = hook.Answer! with { Text = hook.Answer!.Text ?? Answer.Text };
            if (Answer.Refusal is not null || Answer.Failure is not null)
            {
                yield break;
            }
        }
    }
}
