using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Pipeline;

namespace AgentCore.LiteLlm.Binding;

/// <summary>Completes paths of blueprints: folders, and the YAML files that look like one.</summary>
internal sealed class BlueprintPathCompleter : IArgumentCompleter
{
    private const int MostFiles = 300;
    private const int LookAt = 16 * 1024;

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        // -Path takes wildcards, so that a name's own brackets are escaped there; -Blueprint takes a name as it is.
        bool isEscaped = parameterName == "Path";
        string bare = CompletionText.Bare(wordToComplete);
        string word = isEscaped ? WildcardPattern.Unescape(bare) : bare;
        try
        {
            int cut = word.LastIndexOfAny(['/', '\\']) + 1;
            string typed = word[..cut];
            if (FilePaths.OfCompletion() is not { } paths)
            {
                return [];
            }

            DirectoryInfo folder = new(paths.Literal(typed.Length == 0 ? "." : typed));
            string pattern = word[cut..].Replace("*", "", StringComparison.Ordinal) + "*";
            return
            [
                .. folder.EnumerateDirectories(pattern).Where(d => !d.Name.StartsWith('.')).Take(MostFiles).Order(ByName)
                    .Select(d => Result(typed + d.Name + Path.DirectorySeparatorChar, d.Name, CompletionResultType.ProviderContainer)),
                .. folder.EnumerateFiles(pattern).Where(f => f.Extension.ToLowerInvariant() is ".yaml" or ".yml").Take(MostFiles)
                    .Where(LooksLikeBlueprint).Order(ByName)
                    .Select(f => Result(typed + f.Name, f.Name, CompletionResultType.ProviderItem)),
            ];
        }
        catch (Exception e) when (FileException.IsAbout(e))
        {
            return [];
        }

        CompletionResult Result(string path, string name, CompletionResultType type) =>
            new(CompletionText.Quote(isEscaped ? WildcardPattern.Escape(path) : path), name, type, path);
    }

    private static Comparer<FileSystemInfo> ByName { get; } = Comparer<FileSystemInfo>.Create(
        (one, other) => string.Compare(one.Name, other.Name, StringComparison.OrdinalIgnoreCase));

    private static bool LooksLikeBlueprint(FileInfo file)
    {
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
