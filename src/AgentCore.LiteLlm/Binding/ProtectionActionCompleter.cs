using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using AgentCore.LiteLlm.Protection;

namespace AgentCore.LiteLlm.Binding;

/// <summary>Completes what is done with personal data, and shows how a table looks.</summary>
internal sealed class ProtectionActionCompleter : IArgumentCompleter
{
    private const string Meaning = "Actions by kind of personal data; * stands for the rest.";
    private const string Table = "@{ EMAIL_ADDRESS = 'Mask'; '*' = 'Replace' }";

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletionText.WordsOrTable(Enum.GetNames<ProtectionAction>(), Table, Meaning, wordToComplete);
}
