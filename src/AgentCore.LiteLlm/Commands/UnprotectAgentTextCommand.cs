using System.Management.Automation;
using AgentCore.LiteLlm.Protection;

namespace AgentCore.LiteLlm.Commands;

/// <summary>Puts back what Protect-AgentText replaced: in its text, or in an answer to it.</summary>
[Cmdlet(VerbsSecurity.Unprotect, "AgentText", DefaultParameterSetName = WholeSet)]
[OutputType(typeof(string))]
public sealed class UnprotectAgentTextCommand : PSCmdlet
{
    private const string WholeSet = "Whole";
    private const string AnswerSet = "Answer";

    /// <summary>Gets or sets the text in which placeholders are to be replaced, such as a model's answer.</summary>
    [Parameter(ParameterSetName = AnswerSet, Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowEmptyString]
    public string Text { get; set; } = "";

    /// <summary>Gets or sets what Protect-AgentText wrote, in this session of PowerShell; any text of its pipeline knows the placeholders of all.</summary>
    [Parameter(ParameterSetName = WholeSet, Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Parameter(ParameterSetName = AnswerSet, Mandatory = true, Position = 1)]
    [ValidateNotNull]
    public ProtectedText? Protected { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteObject(ParameterSetName == AnswerSet ? Protected!.Restore(Text) : Protected!.Restore());
}
