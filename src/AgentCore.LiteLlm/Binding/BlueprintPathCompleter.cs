using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text;

namespace AgentCore.LiteLlm.Binding;

/// <summary>Completes paths of blueprints: folders, and the YAML files that look like one.</summary>
internal sealed class BlueprintPathCompleter : IArgumentCompleter
{
    private const int MostFiles = 300;
    private const int LookAt = 16 * 1024;

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string word = CompletionText.Bare(wordToComplete);
        try
        {
            int cut = word.LastIndexOfAny(['/', '\\']) + 1;
            string typed = word[..cut];
            string here = CurrentFolder.Find();
            string home = typed.StartsWith('~') ? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + typed[1..] : typed;
            DirectoryInfo folder = new(Path.Combine(here, home));
            string pattern = word[cut..].Replace("*", "", StringComparison.Ordinal) + "*";
            return
            [
                .. folder.EnumerateDirectories(pattern).Where(d => !d.Name.StartsWith('.')).Take(MostFiles).Order(ByName).Select(d => Result(typed + d.Name + Path.DirectorySeparatorChar, d.Name, CompletionResultType.ProviderContainer)),
                .. folder.EnumerateFiles(pattern).Where(f => f.Extension.ToLowerInvariant() is ".yaml" or ".yml").Take(MostFiles).Where(LooksLikeBlueprint).Order(ByName).Select(f => Result(typed + f.Name, f.Name, CompletionResultType.ProviderItem)),
            ];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException or System.Security.SecurityException)
        {
            return [];
        }
    }

    private static Comparer<FileSystemInfo> ByName { get; } = Comparer<FileSystemInfo>.Create((one, other) => string.Compare(one.Name, other.Name, StringComparison.OrdinalIgnoreCase));

    private static CompletionResult Result(string path, string name, CompletionResultType type) => new(CompletionText.Quote(path), name, type, path);

    private static bool LooksLikeBlueprint(FileInfo file)
    {
        try
        {
            using FileStream stream = new(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            byte[] bytes = new byte[LookAt];
            string text = "\n" + Encoding.UTF8.GetString(bytes, 0, stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
            return text.Contains("\nmodel:", StringComparison.Ordinal) && text.Contains("\nprompt_ref:", StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
