using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using AgentCore.LiteLlm.Pipeline;

namespace AgentCore.LiteLlm.Binding;

/// <summary>Completes the names of the servers that -ToolServer describes. It reads the file, and starts and asks nobody.</summary>
internal sealed class ToolServerCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        fakeBoundParameters.Contains("ToolServer") && FilePaths.OfCompletion() is { } paths
            && ToolServerArguments.TryRead(fakeBoundParameters["ToolServer"], paths) is { } file
                ? CompletionText.Matching([.. file.Servers.Select(s => s.Name)], wordToComplete)
                : [];
}
