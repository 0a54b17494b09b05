using System.Management.Automation;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Pipeline;

namespace AgentCore.LiteLlm.Binding;

/// <summary>
/// Completes paths as the parameter they are for takes them: PowerShell escapes brackets for all, and a name that is taken as it is would not be found.
/// </summary>
internal static class PathCompletion
{
    private const int MostFiles = 300;

    /// <summary>Makes the results: folders, and the files that fit.</summary>
    /// <param name="word">What is typed so far.</param>
    /// <param name="isPattern">Whether the parameter takes wildcards, so that a name's own brackets are escaped.</param>
    /// <param name="fits">Whether a file is one for the parameter.</param>
    public static IEnumerable<CompletionResult> Complete(string? word, bool isPattern, Func<FileInfo, bool> fits)
    {
        string bare = CompletionText.Bare(word);
        string name = isPattern ? WildcardPattern.Unescape(bare) : bare;
        try
        {
            int cut = name.LastIndexOfAny(['/', '\\']) + 1;
            string typed = name[..cut];
            if (FilePaths.OfCompletion() is not { } paths)
            {
                return [];
            }

            DirectoryInfo folder = new(paths.Literal(typed.Length == 0 ? "." : typed));
            string start = name[cut..].Replace("*", "", StringComparison.Ordinal) + "*";
            return
            [
                .. folder.EnumerateDirectories(start).Where(d => !d.Name.StartsWith('.')).Take(MostFiles).Order(ByName)
                    .Select(d => Result(typed + d.Name + Path.DirectorySeparatorChar, d.Name, CompletionResultType.ProviderContainer)),
                .. folder.EnumerateFiles(start).Where(fits).Take(MostFiles).Order(ByName)
                    .Select(f => Result(typed + f.Name, f.Name, CompletionResultType.ProviderItem)),
            ];
        }
        catch (Exception e) when (FileException.IsAbout(e))
        {
            return [];
        }

        CompletionResult Result(string path, string shown, CompletionResultType type) =>
            new(CompletionText.Quote(isPattern ? WildcardPattern.Escape(path) : path), shown, type, path);
    }

    private static Comparer<FileSystemInfo> ByName { get; } = Comparer<FileSystemInfo>.Create(
        (one, other) => string.Compare(one.Name, other.Name, StringComparison.OrdinalIgnoreCase));
}
