using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text;
using AgentCore.LiteLlm.Files;

namespace AgentCore.LiteLlm.Binding;

/// <summary>Completes paths of blueprints: folders, and the YAML files that look like one.</summary>
internal sealed class BlueprintPathCompleter : IArgumentCompleter
{
    private const int LookAt = 16 * 1024;

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        PathCompletion.Complete(wordToComplete, isPattern: parameterName == "Path", LooksLikeBlueprint);

    private static bool LooksLikeBlueprint(FileInfo file)
    {
        if (file.Extension.ToLowerInvariant() is not (".yaml" or ".yml"))
        {
            return false;
        }

        try
        {
            string text = "\n" + Encoding.UTF8.GetString(InputFile.ReadHead(file.FullName, LookAt).Span);
            return text.Contains("\nmodel:", StringComparison.Ordinal) && text.Contains("\nprompt_ref:", StringComparison.Ordinal);
        }
        catch (FileException)
        {
            return false;
        }
    }
}
