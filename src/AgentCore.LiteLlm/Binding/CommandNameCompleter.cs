using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace AgentCore.LiteLlm.Binding;

/// <summary>Completes the names of commands of which tools are made: functions and cmdlets, as PowerShell finds them.</summary>
internal sealed class CommandNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletionCompleters.CompleteCommand(CompletionText.Bare(wordToComplete), null, CommandTypes.Function | CommandTypes.Cmdlet | CommandTypes.Alias);
}
