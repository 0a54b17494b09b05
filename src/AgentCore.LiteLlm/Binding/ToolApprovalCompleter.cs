using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using AgentCore.LiteLlm.Pipeline;

namespace AgentCore.LiteLlm.Binding;

/// <summary>Completes the words of -ToolApproval, and shows how a table looks.</summary>
internal sealed class ToolApprovalCompleter : IArgumentCompleter
{
    private const string Meaning = "Words by name: Always, Never, Ask or Defer; the more of a name an entry says, the sooner it counts.";
    private const string Named = "A table of the tools that the servers of -ToolServer have.";
    private const string Table = "@{ 'get_*' = 'Always'; 'delete_*' = 'Never'; '*' = 'Ask' }";

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
    [
        .. CompletionText.WordsOrTable(["Ask", "Defer", "ReadOnly", "All"], Table, Meaning, wordToComplete),
        .. wordToComplete.Length == 0 || wordToComplete[0] == '@' ? OfServers(fakeBoundParameters) : [],
    ];

    // PowerShell completes nothing within the braces of a table: so the whole of it is offered.
    private static IEnumerable<CompletionResult> OfServers(IDictionary bound) => DeclaredToolNames.OfServers(bound) is { IsEmpty: false } names
        ?
        [
            new CompletionResult(
                $"@{{ {string.Join("; ", names.Select(n => $"'{CodeGeneration.EscapeSingleQuotedStringContent(n)}' = 'Ask'"))}; '*' = 'Never' }}",
                "@{ " + string.Join(", ", names.Select(n => TerminalText.Show(n))) + " }", CompletionResultType.ParameterValue, Named),
        ]
        : [];
}
