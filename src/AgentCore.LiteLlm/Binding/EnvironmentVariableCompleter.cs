using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace AgentCore.LiteLlm.Binding;

/// <summary>Completes the names of environment variables; their values are not looked at.</summary>
internal sealed class EnvironmentVariableCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletionText.Matching(Environment.GetEnvironmentVariables().Keys.Cast<string>().Order(StringComparer.OrdinalIgnoreCase), wordToComplete);
}
