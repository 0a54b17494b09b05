using System.Management.Automation;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>Text that is shown as it arrives: as Write-Host does, at once and still in a stream that can be silenced or redirected.</summary>
/// <param name="cmdlet">The cmdlet that shows it.</param>
internal sealed class LiveText(Cmdlet cmdlet)
{
    private static readonly string[] HostTag = ["PSHOST"];

    private bool _isMidLine;

    /// <summary>Shows text, which stays on its line.</summary>
    /// <param name="text">The text.</param>
    public void Show(string text) => Show(text, noNewLine: true);

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
        cmdlet.WriteInformation(new HostInformationMessage { Message = text, NoNewLine = noNewLine }, HostTag);
    }
}
