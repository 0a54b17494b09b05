using System.Collections.Immutable;
using System.Globalization;
using AgentCore.LiteLlm.Files;

namespace AgentCore.LiteLlm.Conversations;

/// <summary>
/// The folder in which the chats of one user are kept, each a file that is read as any conversation is. Folder and files are for their owner's
/// eyes only, and the name of a file says whose chat it is and when it began.
/// </summary>
/// <param name="folder">The folder; it need not be there.</param>
internal sealed class SavedChats(string folder)
{
    private const int LongestFile = 64 * 1024 * 1024;
    private const int LongestName = 80;
    private const string Moment = "yyyyMMdd-HHmmss";
    private const string AnyMoment = "????????-??????*";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Finds the folder of the user who runs the process.</summary>
    /// <returns>The folder; null where the system knows none for data of programs.</returns>
    public static SavedChats? OfUser() =>
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } data
            ? new SavedChats(Path.Combine(data, "AgentCore.LiteLlm", "chats"))
            : null;

    /// <summary>Finds a name for a chat that begins.</summary>
    /// <param name="agent">The agent's id.</param>
    /// <param name="now">When it begins.</param>
    /// <returns>The full path of a file that is not there.</returns>
    public string NewPath(string agent, DateTimeOffset now)
    {
        string name = $"{ToName(agent)}-{now.ToString(Moment, CultureInfo.InvariantCulture)}";
        string path = Path.Combine(folder, name + ".json");
        for (int other = 2; File.Exists(path); other++)
        {
            path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{name}-{other}.json"));
        }

        return path;
    }

    /// <summary>Writes a chat.</summary>
    /// <param name="path">The file, by <see cref="NewPath"/>.</param>
    /// <param name="conversation">What was said.</param>
    /// <exception cref="FileException">It cannot be written.</exception>
    public void Write(string path, AgentConversation conversation)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else
            {
                Directory.CreateDirectory(folder, OwnerOnly);
            }
        }
        catch (Exception e) when (FileException.IsAbout(e))
        {
            throw FileException.Of(path, e);
        }

        OutputFile.Write(path, conversation.ToJson(), overwrites: true, isPrivate: true);
    }

    /// <summary>Finds the chats with an agent.</summary>
    /// <param name="agent">The agent's id.</param>
    /// <returns>The chats, newest first.</returns>
    /// <exception cref="FileException">The folder cannot be read.</exception>
    public ImmutableArray<SavedChat> Find(string agent)
    {
        try
        {
            return !Directory.Exists(folder) ? [] :
            [
                .. new DirectoryInfo(folder).EnumerateFiles($"{ToName(agent)}-{AnyMoment}.json")
                    .Select(f => new SavedChat(f.FullName, f.LastWriteTimeUtc))
                    .OrderByDescending(c => c.Saved).ThenByDescending(c => c.Path, StringComparer.Ordinal),
            ];
        }
        catch (Exception e) when (FileException.IsAbout(e))
        {
            throw FileException.Of(folder, e);
        }
    }

    /// <summary>Reads a chat.</summary>
    /// <param name="chat">The chat.</param>
    /// <exception cref="FileException">It cannot be read.</exception>
    /// <exception cref="ConversationException">Somebody edited it, and it is no conversation any more.</exception>
    public static AgentConversation Read(SavedChat chat) => AgentConversation.Parse(InputFile.ReadText(chat.Path, LongestFile));

    // Ids may hold what no file system takes.
    private static string ToName(string agent)
    {
        string name = string.Concat(agent.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '_'));
        return name.Length <= LongestName ? name : name[..LongestName];
    }
}
