using System.Management.Automation;
using AgentCore.LiteLlm.Binding;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Memories;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>What agents remember, looked at and deleted. What cannot be read is an error, and hides nothing else.</summary>
/// <param name="cmdlet">The cmdlet.</param>
/// <param name="key">What opens what is encrypted; null for none.</param>
internal sealed class KeptMemories(PSCmdlet cmdlet, SealingKey? key)
{
    /// <summary>Says whether a memory is of an actor and a session.</summary>
    /// <param name="memory">The memory.</param>
    /// <param name="actor">The actor; null for any.</param>
    /// <param name="session">The session; null for any.</param>
    public static bool IsOf(AgentMemory memory, string? actor, string? session) =>
        (actor is null || memory.ActorId == actor) && (session is null || memory.SessionId == session);

    /// <summary>Finds the folder of a session.</summary>
    /// <param name="path">The path as the user wrote it.</param>
    /// <returns>The full path; null where it is none, which is an error that was told.</returns>
    public string? FindSession(string path) => Try(path, () => new FilePaths(cmdlet.SessionState).Literal(path));

    /// <summary>Lists what is remembered.</summary>
    /// <param name="path">The folder of a session, as the user wrote it.</param>
    /// <param name="agent">The agent's id; null for any.</param>
    public IEnumerable<AgentMemory> Find(string path, string? agent)
    {
        string? session = FindSession(path);
        foreach (string file in session is null ? [] : FindFiles(session, agent))
        {
            foreach (AgentMemory memory in Try(path, () => Read(session!, file)) ?? [])
            {
                yield return memory;
            }
        }
    }

    /// <summary>Finds the files of memories.</summary>
    /// <param name="session">The full path of a session's folder.</param>
    /// <param name="agent">The agent's id; null for any.</param>
    public IReadOnlyList<string> FindFiles(string session, string? agent)
    {
        IReadOnlyList<string> files = Try(session, () => Directory.Exists(session)
            ? StoreOf(session).Find()
            : throw new FileException(session, FileProblem.NotFound, "is no folder of a session.")) ?? [];
        return agent is null ? files : [.. files.Where(f => Try(f, () => MemoryStore.AgentOf(f)) == agent)];
    }

    /// <summary>Deletes some of the memories of a file, after the user was asked.</summary>
    /// <param name="session">The full path of the session's folder.</param>
    /// <param name="file">The file.</param>
    /// <param name="thread">The thread that waits.</param>
    /// <param name="isMeant">Says which.</param>
    /// <param name="whose">Whose they are, in words.</param>
    public void Remove(string session, string file, PipelineThread thread, Func<AgentMemory, bool> isMeant, string whose)
    {
        Try(file, () =>
        {
            HashSet<string> ids = [.. Read(session, file).Where(isMeant).Select(m => m.Id)];
            if (ids.Count == 0 || !cmdlet.MayActOn(session, $"Delete {(ids.Count == 1 ? "1 memory" : $"{ids.Count} memories")} of {whose}"))
            {
                return false;
            }

            thread.Await(async token =>
            {
                // What came between is judged as well: what was added meanwhile to what is deleted is meant, too.
                await StoreOf(session).ChangeFileAsync(file, content => Without(session, file, content, m => ids.Contains(m.Id) || isMeant(m)), token)
                    .ConfigureAwait(false);
                return true;
            });
            cmdlet.Tell($"Deleted: {ids.Count} of {whose} in '{session}'.");
            return true;
        });
    }

    /// <summary>Deletes a file whatever it holds, after the user was asked.</summary>
    /// <param name="session">The full path of the session's folder.</param>
    /// <param name="file">The file.</param>
    /// <param name="thread">The thread that waits.</param>
    public void RemoveAll(string session, string file, PipelineThread thread) => Try(file, () =>
    {
        if (cmdlet.MayActOn(file, "Delete all memories"))
        {
            thread.Await(async token =>
            {
                await StoreOf(session).RemoveFileAsync(file, token).ConfigureAwait(false);
                return true;
            });
        }

        return true;
    });

    private static MemoryContent Without(string session, string file, MemoryContent content, Func<AgentMemory, bool> isMeant)
    {
        HashSet<string> meant = [.. AgentMemory.Of(session, file, "", content).Where(isMeant).Select(m => m.Id)];
        return content with
        {
            Exchanges = [.. content.Exchanges.Where(e => !meant.Contains(e.Id))],
            Memories = [.. content.Memories.Where(m => !meant.Contains(m.Id))],
        };
    }

    private MemoryStore StoreOf(string session) => new(MemoryArguments.FolderOf(session), key, TimeProvider.System);

    private AgentMemory[] Read(string session, string file) =>
        StoreOf(session).ReadFile(file) is { } found ? [.. AgentMemory.Of(session, file, found.Agent, found.Content)] : [];

    private T? Try<T>(string path, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (MemoryException e)
        {
            cmdlet.WriteError(ErrorRecords.MemoryUnusable(e, path));
        }
        catch (FileException e)
        {
            cmdlet.WriteError(ErrorRecords.FileNotRead(FileRole.Memory, e));
        }

        return default;
    }
}
