using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace AgentCore.LiteLlm.Binding;

/// <summary>Completes paths of folders and of any file, for parameters that take wildcards.</summary>
internal sealed class FilePatternCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        PathCompletion.Complete(wordToComplete, isPattern: true, static _ => true);
}
