using System.Management.Automation;
using AgentCore.LiteLlm.Chat;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>Text that is shown as it arrives: as Write-Host does, at once and still in a stream that can be silenced or redirected.</summary>
/// <param name="cmdlet">The cmdlet that shows it.</param>
internal sealed class LiveText(Cmdlet cmdlet)
{
    private static readonly string[] HostTag = ["PSHOST"];

    private bool _isMidLine;
    private bool _endsInReturn;
    private string? _node;

    /// <summary>Shows a piece of an answer, which stays on its line. Where another agent of a graph begins to speak, its name comes first.</summary>
    /// <param name="piece">The piece.</param>
    public void Show(AgentChunk piece)
    {
        if (piece.Node != _node)
        {
            _node = piece.Node;
            EndLine();
            if (_node is not null)
            {
                Show($"[{_node}]", noNewLine: false);
            }
        }

        Show(piece.Text);
    }

    /// <summary>Shows text, which stays on its line.</summary>
    /// <param name="text">The text.</param>
    public void Show(string text)
    {
        // What comes next says whether it ends a line or would go back to its beginning.
        string whole = _endsInReturn ? '\r' + text : text;
        _endsInReturn = whole.EndsWith('\r');
        Show(_endsInReturn ? whole[..^1] : whole, noNewLine: true);
    }

    /// <summary>Ends the line, where there is one, before something else is said.</summary>
    public void EndLine()
    {
        if (_isMidLine)
        {
            Show("", noNewLine: false);
        }
    }

    private void Show(string text, bool noNewLine)
    {
        _isMidLine = noNewLine;
        _endsInReturn &= noNewLine;
        cmdlet.Say(new HostInformationMessage { Message = text, NoNewLine = noNewLine }, HostTag);
    }
}
