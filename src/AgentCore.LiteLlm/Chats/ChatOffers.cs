using System.Collections.Immutable;
using AgentCore.LiteLlm.Terminal;

namespace AgentCore.LiteLlm.Chats;

/// <summary>What Tab may put in place of what is typed: commands, names of models and tools, and paths.</summary>
/// <param name="folder">The folder that paths begin in.</param>
/// <param name="tools">Names the tools.</param>
/// <param name="models">Names the models of the endpoint.</param>
internal sealed class ChatOffers(Func<string> folder, Func<IEnumerable<string>> tools, Func<IEnumerable<string>> models)
{
    private const int Most = 200;

    private static readonly char[] Separators = OperatingSystem.IsWindows() ? ['/', '\\'] : ['/'];

    /// <summary>Finds what may stand before the cursor.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">Where the cursor is.</param>
    public EditOffer Find(string text, int at)
    {
        string before = text[..at];
        if (before.StartsWith('/') && !before.StartsWith("//", StringComparison.Ordinal))
        {
            int space = before.IndexOf(' ', StringComparison.Ordinal);
            if (space < 0)
            {
                return new EditOffer(0, Matching(ChatInput.Commands, before));
            }

            // What follows a command is one argument, blanks and all.
            string argument = before[(space + 1)..];
            return before[..space] switch
            {
                "/model" => new EditOffer(space + 1, Matching(models(), argument)),
                "/attach" or "/save" or "/export" => new EditOffer(space + 1, FindPaths(argument)),
                _ => EditOffer.None,
            };
        }

        int start = before.AsSpan().LastIndexOfAny(" \n\t") + 1;
        string word = before[start..];
        return word.Length == 0 ? EditOffer.None : new EditOffer(start, [.. Matching(tools(), word), .. FindPaths(word)]);
    }

    private static ImmutableArray<string> Matching(IEnumerable<string> names, string begun) =>
        [.. names.Where(n => n.StartsWith(begun, StringComparison.OrdinalIgnoreCase)).Distinct().Order(StringComparer.OrdinalIgnoreCase).Take(Most)];

    private ImmutableArray<string> FindPaths(string begun)
    {
        int split = begun.LastIndexOfAny(Separators) + 1;
        string parent = begun[..split];
        string name = begun[split..];
        try
        {
            string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            string full = parent.StartsWith('~') ? home + parent[1..] : Path.Combine(folder(), parent);
            DirectoryInfo place = new(full);
            return !place.Exists ? [] :
            [
                .. place.EnumerateFileSystemInfos()
                    .Where(i => i.Name.StartsWith(name, StringComparison.OrdinalIgnoreCase) && (name.Length > 0 || !i.Name.StartsWith('.')))
                    .Take(Most)
                    .Select(i => parent + i.Name + (i is DirectoryInfo ? "/" : ""))
                    .Order(StringComparer.OrdinalIgnoreCase),
            ];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return [];
        }
    }
}
