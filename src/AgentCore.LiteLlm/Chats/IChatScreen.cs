using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Pipeline;
using AgentCore.LiteLlm.Terminal;

namespace AgentCore.LiteLlm.Chats;

/// <summary>Where a chat is typed and shown.</summary>
internal interface IChatScreen : ICallView, IDisposable
{
    /// <summary>Gets a value indicating whether somebody sits at it who is told what goes on, beside the answers.</summary>
    bool IsAttended { get; }

    /// <summary>Gets a value indicating whether text can stand in the line that is to be typed.</summary>
    bool CanPrefill { get; }

    /// <summary>Gets or sets a value indicating whether answers are shown as Markdown says.</summary>
    bool ShowsMarkdown { get; set; }

    /// <summary>Gets or sets a value indicating whether the model's reasoning is shown.</summary>
    bool ShowsReasoning { get; set; }

    /// <summary>Opens it.</summary>
    /// <param name="history">What was said before, oldest first.</param>
    /// <param name="complete">Finds what may stand at a place of a text.</param>
    void Open(IEnumerable<string> history, Func<string, int, EditOffer> complete);

    /// <summary>Asks for what is said next.</summary>
    /// <param name="draft">What stands there already.</param>
    /// <returns>The text; null when somebody leaves.</returns>
    string? Read(string draft);

    /// <summary>Says something.</summary>
    /// <param name="text">The text.</param>
    /// <param name="style">How it looks where it can look other than plain.</param>
    void ShowLine(string text, TextStyle style = TextStyle.None);

    /// <summary>Ends what is being shown, because something is written that the screen does not write: an error, or a warning.</summary>
    void StepAside();

    /// <summary>Shows what was said before.</summary>
    /// <param name="markdown">An answer.</param>
    void ShowAnswer(string markdown);

    /// <summary>Begins to show an answer.</summary>
    /// <param name="model">Whose it is.</param>
    /// <param name="stop">What ends the pipeline.</param>
    /// <returns>The key that stops the answer alone; null where there is none.</returns>
    IInterrupt? BeginAnswer(string model, CancellationToken stop);

    /// <summary>Ends a whole answer.</summary>
    /// <param name="reply">The answer.</param>
    void EndAnswer(AgentReply reply);
}
