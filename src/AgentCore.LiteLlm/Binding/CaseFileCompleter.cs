using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using AgentCore.LiteLlm.Evaluations;

namespace AgentCore.LiteLlm.Binding;

/// <summary>Completes paths of case files: folders, and the files that are named *.cases.yaml.</summary>
internal sealed class CaseFileCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        PathCompletion.Complete(wordToComplete, isPattern: parameterName == "Path", f => EvaluationFile.IsNamed(f.FullName));
}
