using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
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
    private const int HashLength = 4;
    private const string Moment = "yyyyMMdd-HHmmss";
    private const string AnyMoment = "????????-??????*";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Finds the folder of the user who runs the process.</summary>
    /// <returns>The folder; null where the system knows none for data of programs.</returns>
    public static SavedChats? OfUser() =>
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } data
            ? new SavedChats(Path.Combine(data, "AgentCore.LiteLlm", "chats"))
            : null;

    /// <summary>Writes a chat that begins, in a file of its own: two that begin at the same moment do not write over each other.</summary>
    /// <param name="agent">The agent's id.</param>
    /// <param name="now">When it begins.</param>
    /// <param name="conversation">What was said.</param>
    /// <returns>The full path of the file.</returns>
    /// <exception cref="FileException">It cannot be written.</exception>
    public string Begin(string agent, DateTimeOffset now, AgentConversation conversation)
    {
        string name = $"{ToName(agent)}-{now.ToString(Moment, CultureInfo.InvariantCulture)}";
        for (int other = 1; ; other++)
        {
            string path = Path.Combine(folder, other == 1 ? $"{name}.json" : string.Create(CultureInfo.InvariantCulture, $"{name}-{other}.json"));
            try
            {
                Write(path, conversation, overwrites: false);
                return path;
            }
            catch (FileException e) when (e.Problem == FileProblem.AlreadyThere)
            {
            }
        }
    }

    /// <summary>Writes a chat that goes on.</summary>
    /// <param name="path">The file, by <see cref="Begin"/>.</param>
    /// <param name="conversation">What was said.</param>
    /// <exception cref="FileException">It cannot be written.</exception>
    public void Write(string path, AgentConversation conversation) => Write(path, conversation, overwrites: true);

    private void Write(string path, AgentConversation conversation, bool overwrites)
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

        OutputFile.Write(path, conversation.ToJson(), overwrites, isPrivate: true);
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
        string safe = name.Length <= LongestName ? name : name[..LongestName];

        // Ids that only differ in what is left out have chats of their own.
        return safe == agent ? safe : $"{safe}_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(agent)).AsSpan(0, HashLength))}";
    }
}
