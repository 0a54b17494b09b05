using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Json;

namespace AgentCore.LiteLlm.RemoteAgents;

/// <summary>Asks an agent where it runs: a remote one elsewhere, unless its answer is simulated; every other request passes.</summary>
/// <param name="here">What runs agents in this process.</param>
/// <param name="elsewhere">What asks remote ones.</param>
internal sealed class ElsewhereProvider(IChatProvider here, IChatProvider elsewhere) : IChatProvider
{
    /// <inheritdoc/>
    public IAsyncEnumerable<ChatEvent> AnswerAsync(ChatRequest request, CancellationToken cancellationToken) =>
        request.IsElsewhere ? AskAsync(request, cancellationToken) : here.AnswerAsync(request, cancellationToken);

    private async IAsyncEnumerable<ChatEvent> AskAsync(ChatRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (ChatEvent item in elsewhere.AnswerAsync(request, cancellationToken).ConfigureAwait(false))
        {
            if (item is not ChatEvent.Completed { Reply: var reply })
            {
                yield return item;
                continue;
            }

            if (request.Stream && reply.Text.Length > 0)
            {
                yield return new ChatEvent.Arrived(new AgentChunk(ChunkKind.Text, reply.Text));
            }

            yield return new ChatEvent.Completed(reply with
            {
                Output = FindOutput(reply.Text),
                Messages = reply.IsSilent ? request.Messages : request.Messages.Add(reply.ToMessage()),
            });
        }
    }

    // An answer that is one object is its structured output, which conditions look into.
    private static JsonElement? FindOutput(string text)
    {
        if (!text.AsSpan().TrimStart().StartsWith('{'))
        {
            return null;
        }

        using JsonDocument? json = ReceivedJson.Find(Encoding.UTF8.GetBytes(text));
        return json is { RootElement.ValueKind: JsonValueKind.Object } ? json.RootElement.Clone() : null;
    }
}
