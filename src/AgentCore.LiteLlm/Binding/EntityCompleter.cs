using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using AgentCore.LiteLlm.Protection.Detection;

namespace AgentCore.LiteLlm.Binding;

/// <summary>Completes the names of kinds of personal data.</summary>
internal sealed class EntityCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletionText.Matching(EntityCatalogue.Names, wordToComplete);
}
