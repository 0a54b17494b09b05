using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace AgentCore.LiteLlm.Binding;

/// <summary>Completes the words of -ToolApproval, and shows how a table looks.</summary>
internal sealed class ToolApprovalCompleter : IArgumentCompleter
{
    private const string Meaning = "Words by name: Always, Never or Ask; the more of a name an entry says, the sooner it counts.";
    private const string Table = "@{ 'get_*' = 'Always'; 'delete_*' = 'Never'; '*' = 'Ask' }";

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletionText.WordsOrTable(["Ask", "ReadOnly", "All"], Table, Meaning, wordToComplete);
}
