using System.Management.Automation;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Messages;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>Shows a call by what every host has: text as it comes, and waits as progress.</summary>
/// <param name="cmdlet">The cmdlet.</param>
internal sealed class HostView(PSCmdlet cmdlet) : ICallView
{
    private readonly LiveText _text = new(cmdlet);
    private readonly WaitProgress _wait = new(cmdlet);

    /// <inheritdoc/>
    public void Show(AgentChunk chunk)
    {
        if (chunk.Kind == ChunkKind.Text)
        {
            _text.Show(chunk);
        }
    }

    /// <inheritdoc/>
    public void EndLine() => _text.EndLine();

    /// <inheritdoc/>
    public void ShowWait(ChatEvent.Notice notice) => _wait.Show(notice);

    /// <inheritdoc/>
    public void EndWait() => _wait.End();

    /// <inheritdoc/>
    public void ShowCall(PendingToolCall call)
    {
    }

    /// <inheritdoc/>
    public void AwaitCall(PendingToolCall call)
    {
    }

    /// <inheritdoc/>
    public void ShowStep(AgentStep step)
    {
    }
}
