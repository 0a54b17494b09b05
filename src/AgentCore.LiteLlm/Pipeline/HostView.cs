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
    private readonly HashSet<string> _haveSpoken = new(StringComparer.Ordinal);
    private AgentStep? _done;

    /// <inheritdoc/>
    public void Show(AgentChunk chunk)
    {
        if (chunk.Kind == ChunkKind.Text)
        {
            Speak(chunk);
        }
        else if (chunk is { Kind: ChunkKind.Step, Node: { } node } && _done is { Kind: AgentStepKind.Node } done)
        {
            // An agent whose output has a schema says it in the arguments of a tool: what it came to is shown when it is done.
            if (done is { Outcome: ToolOutcome.Succeeded, Result.Length: > 0 } && !_haveSpoken.Contains(node))
            {
                Speak(new AgentChunk(ChunkKind.Text, done.Result) { Node = node });
                _text.EndLine();
            }

            _haveSpoken.Remove(node);
            _done = null;
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
    public void ShowStep(AgentStep step) => _done = step;

    // Who puts agents together says what they say.
    private void Speak(AgentChunk text)
    {
        for (string? speaker = text.Node; speaker is not null; speaker = speaker.LastIndexOf('/') is > 0 and int end ? speaker[..end] : null)
        {
            _haveSpoken.Add(speaker);
        }

        _text.Show(text);
    }
}
