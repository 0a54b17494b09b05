using AgentCore.LiteLlm.Clients;
using AgentCore.LiteLlm.Conversations;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Pipeline;
using AgentCore.LiteLlm.Planning;

namespace AgentCore.LiteLlm.Chats;

/// <summary>The file in which a chat is kept while it goes on, without what its blueprint protects.</summary>
/// <param name="chats">Where chats are kept; null keeps none.</param>
/// <param name="thread">The thread that waits.</param>
internal sealed class ChatFile(SavedChats? chats, PipelineThread thread)
{
    private string? _problem;

    // Its name has it, and so has what cannot be written: it is told once only as long as it is the same.
    private DateTimeOffset? _begun;

    /// <summary>Gets the file; null where nothing is kept yet.</summary>
    public string? Path { get; private set; }

    /// <summary>Gets a value indicating whether what was kept lacks personal data.</summary>
    public bool IsProtected { get; private set; }

    /// <summary>Keeps a conversation.</summary>
    /// <param name="plan">The plan of its calls.</param>
    /// <param name="conversation">The conversation.</param>
    /// <param name="interrupt">The key by which the user stops it; null where there is none.</param>
    /// <returns>Why it is not kept, once; null where it is.</returns>
    public string? Keep(ChatPlan plan, AgentConversation conversation, IInterrupt? interrupt)
    {
        if (chats is null || conversation.Messages.IsEmpty)
        {
            return null;
        }

        string? before = _problem;
        _problem = null;
        try
        {
            AgentConversation safe = thread.Await(token => AgentClient.ProtectAsync(plan, conversation, interrupt?.Token ?? token));
            if (Path is null)
            {
                _begun ??= TimeProvider.System.GetLocalNow();
                Path = chats.Begin(plan.Model.Blueprint.Id, _begun.Value, safe);
            }
            else
            {
                chats.Write(Path, safe);
            }

            IsProtected = plan.IsProtected;
        }
        catch (FileException e)
        {
            _problem = e.Message;
        }
        catch (OperationCanceledException) when (interrupt is { Token.IsCancellationRequested: true })
        {
            _problem = "it was stopped while personal data was looked for. The next answer saves it all.";
        }
        catch (ChatException e)
        {
            _problem = e.Failure.Summary;
        }

        return _problem == before ? null : _problem;
    }

    /// <summary>Goes on in another file: a new one, or one that is taken up.</summary>
    /// <param name="path">The file; null for a new one.</param>
    public void Change(string? path) => (Path, _begun) = (path, null);
}
