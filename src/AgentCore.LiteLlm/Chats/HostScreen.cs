using System.Management.Automation;
using System.Management.Automation.Host;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Pipeline;
using AgentCore.LiteLlm.Terminal;

namespace AgentCore.LiteLlm.Chats;

/// <summary>A chat in whatever host there is: a line in, text out.</summary>
/// <param name="cmdlet">The cmdlet.</param>
internal sealed class HostScreen(PSCmdlet cmdlet) : IChatScreen
{
    private readonly HostView _view = new(cmdlet);

    /// <inheritdoc/>
    public bool IsAttended => false;

    /// <inheritdoc/>
    public bool CanPrefill => false;

    /// <inheritdoc/>
    public bool ShowsMarkdown { get; set; }

    /// <inheritdoc/>
    public bool ShowsReasoning { get; set; }

    /// <inheritdoc/>
    public void Open(IEnumerable<string> history, Func<string, int, EditOffer> complete)
    {
    }

    /// <inheritdoc/>
    public string? Read(string draft)
    {
        while (true)
        {
            try
            {
                cmdlet.Host.UI.Write("> ");
                return cmdlet.Host.UI.ReadLine();
            }
            catch (PipelineStoppedException) when (!cmdlet.Stopping)
            {
                // Ctrl+C while typing, in hosts that let the pipeline go on: the line is dropped.
                cmdlet.Host.UI.WriteLine();
            }
            catch (Exception e) when (e is PSInvalidOperationException or HostException or NotImplementedException)
            {
                const string Problem = "Enter-AgentChat needs a host in which somebody can type, and this one does not let it ask.";
                cmdlet.ThrowTerminatingError(ErrorRecords.HostNotInteractive(Problem));
            }
        }
    }

    /// <inheritdoc/>
    public void ShowLine(string text, TextStyle style = TextStyle.None) => cmdlet.Host.UI.WriteLine(TerminalText.Show(text));

    /// <inheritdoc/>
    public void StepAside() => EndLine();

    /// <inheritdoc/>
    public void ShowAnswer(string markdown) => ShowLine(markdown);

    /// <inheritdoc/>
    public IInterrupt? BeginAnswer(string model, CancellationToken stop) => null;

    /// <inheritdoc/>
    public void EndAnswer(AgentReply reply)
    {
    }

    /// <inheritdoc/>
    public void Show(AgentChunk chunk) => _view.Show(chunk);

    /// <inheritdoc/>
    public void EndLine() => _view.EndLine();

    /// <inheritdoc/>
    public void ShowWait(ChatEvent.Notice notice) => _view.ShowWait(notice);

    /// <inheritdoc/>
    public void EndWait() => _view.EndWait();

    /// <inheritdoc/>
    public void ShowCall(PendingToolCall call) => _view.ShowCall(call);

    /// <inheritdoc/>
    public void AwaitCall(PendingToolCall call) => _view.AwaitCall(call);

    /// <inheritdoc/>
    public void ShowStep(AgentStep step) => _view.ShowStep(step);

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
