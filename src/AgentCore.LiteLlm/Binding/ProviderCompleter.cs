using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using AgentCore.LiteLlm.Providers;

namespace AgentCore.LiteLlm.Binding;

/// <summary>Completes the names by which LiteLLM knows providers.</summary>
internal sealed class ProviderCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletionText.Matching(ProviderTable.Prefixes.Order(StringComparer.Ordinal), wordToComplete);
}
