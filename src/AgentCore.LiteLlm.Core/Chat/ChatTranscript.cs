using System.Collections.Immutable;
using System.Text;
using AgentCore.LiteLlm.Conversations;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Messages;

namespace AgentCore.LiteLlm.Chat;

/// <summary>What was said in a chat and what it used, kept over answers that fail or are stopped.</summary>
/// <param name="before">What was said before it.</param>
internal sealed class ChatTranscript(AgentConversation before)
{
    private readonly StringBuilder _turn = new();

    /// <summary>Gets what was said.</summary>
    public AgentConversation Conversation { get; private set; } = before;

    /// <summary>Gets what the answers used.</summary>
    public AgentUsage Usage { get; private set; } = new();

    /// <summary>Gets a value indicating whether any text of the answer at hand has arrived.</summary>
    public bool HasArrived { get; private set; }

    /// <summary>Begins an answer.</summary>
    public void Begin()
    {
        _turn.Clear();
        HasArrived = false;
    }

    /// <summary>Takes a piece of the answer.</summary>
    /// <param name="chunk">The piece.</param>
    public void Take(AgentChunk chunk)
    {
        if (chunk.Kind == ChunkKind.Text)
        {
            HasArrived = true;
            _turn.Append(chunk.Text);
        }
        else if (chunk.Kind == ChunkKind.Step)
        {
            // What a turn said is in the run's own conversation from here on.
            _turn.Clear();
        }
    }

    /// <summary>Takes the whole answer.</summary>
    /// <param name="reply">The answer.</param>
    public void Take(AgentReply reply)
    {
        Usage = Usage.Plus(reply);
        Conversation = reply.Conversation ?? Conversation;
    }

    /// <summary>
    /// Takes what came to no answer: the turns and the results of tools stay, and of an answer that the user stopped what had arrived, so that
    /// the model is told where it was interrupted.
    /// </summary>
    /// <param name="end">Why and where it ended.</param>
    /// <param name="request">What was asked.</param>
    /// <param name="isStopped">Whether the user stopped it.</param>
    /// <returns>True when something of it stays.</returns>
    public bool Take(ChatFailure end, ChatRequest request, bool isStopped)
    {
        Usage = Usage.Plus(end);
        ImmutableArray<ChatMessage> messages = end.Messages.IsEmpty ? request.Messages : end.Messages;
        if (isStopped && _turn.Length > 0)
        {
            messages = messages.Add(new ChatMessage(ChatRole.Assistant, _turn.ToString()));
        }

        if (messages.Length <= request.Messages.Length)
        {
            return false;
        }

        Conversation = new AgentConversation(messages) { Vault = request.Protection?.Vault ?? Conversation.Vault };
        return true;
    }

    /// <summary>Takes up another conversation; what this one used stays.</summary>
    /// <param name="conversation">The conversation.</param>
    public void TakeUp(AgentConversation conversation) => Conversation = conversation;

    /// <summary>Forgets what was said; what it used stays.</summary>
    public void Clear() => Conversation = AgentConversation.Empty;
}
