using System.Collections.Immutable;

namespace AgentCore.LiteLlm.TestEndpoints;

/// <summary>The scripted replies that have not been given yet.</summary>
internal sealed class ReplyScript(bool repeatLast)
{
    private readonly LinkedList<TestReply> _replies = [];

    public ImmutableArray<TestReply> Waiting
    {
        get
        {
            lock (_replies)
            {
                return [.. _replies];
            }
        }
    }

    public void Add(IEnumerable<TestReply> replies)
    {
        lock (_replies)
        {
            foreach (TestReply reply in replies)
            {
                _replies.AddLast(reply);
            }
        }
    }

    /// <summary>Takes the first reply that fits a request; null when none does.</summary>
    public TestReply? Take(TestRequest request, bool isChat)
    {
        lock (_replies)
        {
            LinkedListNode<TestReply>? found = Next(_replies.First, request, isChat);
            if (found is null)
            {
                return null;
            }

            if (!repeatLast || Next(found.Next, request, isChat) is not null)
            {
                _replies.Remove(found);
            }

            return found.Value;
        }
    }

    private static LinkedListNode<TestReply>? Next(LinkedListNode<TestReply>? from, TestRequest request, bool isChat)
    {
        LinkedListNode<TestReply>? node = from;
        while (node is not null && !Fits(node.Value, request, isChat))
        {
            node = node.Next;
        }

        return node;
    }

    private static bool Fits(TestReply reply, TestRequest request, bool isChat)
    {
        bool path = reply.WhenPathEndsWith is { } end ? request.Path.EndsWith(end, StringComparison.Ordinal) : isChat;
        return path
            && (reply.WhenPromptContains is not { } text || (request.Prompt?.Contains(text, StringComparison.Ordinal) ?? false));
    }
}
