using System.Management.Automation;
using AgentCore.LiteLlm.Memories;
using AgentCore.LiteLlm.Pipeline;
using AgentCore.LiteLlm.Planning;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Binding;

/// <summary>Turns what PowerShell binds into where the memory of agents is kept, and whose it is. What cannot be used ends the pipeline.</summary>
internal static class MemoryArguments
{
    /// <summary>Reads what is set.</summary>
    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="session">The full path of the session's folder; null where none is named.</param>
    /// <param name="key">What seals what is kept; null leaves it in clear.</param>
    /// <param name="actor">The actor; null where nobody is named.</param>
    /// <param name="of">The session of the conversation; null where none is named.</param>
    /// <param name="updates">Whether the model is asked for what is to be remembered.</param>
    /// <returns>What is set; null where nothing is kept.</returns>
    public static MemoryOptions? Read(PSCmdlet cmdlet, string? session, SealingKey? key, string? actor, string? of, bool updates)
    {
        if (session is null)
        {
            if (actor is not null || of is not null || updates)
            {
                cmdlet.ThrowTerminatingError(
                    ErrorRecords.MemoryArgumentInvalid("-ActorId, -SessionId and -MemoryUpdate are about what is kept in a folder: give -SessionPath."));
            }

            return null;
        }

        return new MemoryOptions(FolderOf(session)) { Key = key, Actor = actor, Session = of, Updates = updates };
    }

    /// <summary>Gives the folder of memories in that of a session.</summary>
    /// <param name="session">The full path of the session's folder.</param>
    public static string FolderOf(string session) => Path.Combine(session, MemoryStore.FolderName);
}
