using System.Management.Automation;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>The way from a cmdlet to the streams that are shown, by which nothing that came from outside moves the terminal.</summary>
internal static class TerminalStreams
{
    /// <summary>Writes a warning.</summary>
    public static void Warn(this Cmdlet cmdlet, string text) => cmdlet.WriteWarning(TerminalText.Show(text));

    /// <summary>Writes what is shown with -Verbose.</summary>
    public static void Tell(this Cmdlet cmdlet, string text) => cmdlet.WriteVerbose(TerminalText.Show(text));

    /// <summary>Says whether anybody is told: what is said of every call is not written down for nobody.</summary>
    public static bool IsTold(this PSCmdlet cmdlet) => cmdlet.MyInvocation.BoundParameters.ContainsKey("Verbose")
        || cmdlet.GetVariableValue("VerbosePreference") is not ActionPreference.SilentlyContinue;

    /// <summary>Writes what is shown with -Debug.</summary>
    public static void Trace(this Cmdlet cmdlet, string text) => cmdlet.WriteDebug(TerminalText.Show(text));

    /// <summary>Writes what hosts show at once.</summary>
    public static void Say(this Cmdlet cmdlet, HostInformationMessage message, string[] tags)
    {
        message.Message = TerminalText.Show(message.Message);
        cmdlet.WriteInformation(message, tags);
    }

    /// <summary>Passes on what a tool says: colours are its own, everything else a terminal acts on may have come to it from a model.</summary>
    public static void Pass(this Cmdlet cmdlet, InformationRecord said)
    {
        switch (said.MessageData)
        {
            case HostInformationMessage message:
                message.Message = TerminalText.ShowInColour(message.Message);
                break;
            case string text when TerminalText.ShowInColour(text) is var shown && shown != text:
                InformationRecord copy = new(shown, said.Source);
                copy.Tags.AddRange(said.Tags);
                said = copy;
                break;
        }

        cmdlet.WriteInformation(said);
    }

    /// <summary>Shows how far something is.</summary>
    public static void ShowProgress(this Cmdlet cmdlet, ProgressRecord record)
    {
        record.Activity = TerminalText.Show(record.Activity);
        record.StatusDescription = TerminalText.Show(record.StatusDescription);
        cmdlet.WriteProgress(record);
    }

    /// <summary>Asks whether to act on something, by -WhatIf, -Confirm and what the user prefers.</summary>
    public static bool MayActOn(this Cmdlet cmdlet, string target, string? action = null) =>
        action is null ? cmdlet.ShouldProcess(TerminalText.Show(target)) : cmdlet.ShouldProcess(TerminalText.Show(target), TerminalText.Show(action));

    /// <summary>Asks whether to send something.</summary>
    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="preview">What would be sent.</param>
    /// <param name="reason">Why not.</param>
    public static bool MaySend(this PSCmdlet cmdlet, string preview, out ShouldProcessReason reason)
    {
        string shown = TerminalText.Show(preview);
        return cmdlet.ShouldProcess(shown, shown, cmdlet.MyInvocation.MyCommand.Name, out reason);
    }
}
