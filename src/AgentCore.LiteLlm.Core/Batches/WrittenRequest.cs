using System.Runtime.CompilerServices;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Wire;

namespace AgentCore.LiteLlm.Batches;

/// <summary>Stands where calls are made, and writes the request down instead: so it went through everything that a call goes through.</summary>
internal sealed class WrittenRequest : IChatProvider
{
    /// <summary>Gets the JSON of the request.</summary>
    public ReadOnlyMemory<byte> Body { get; private set; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatEvent> AnswerAsync(ChatRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        Body = RequestWriter.Write(request);
        yield return new ChatEvent.Completed(new AgentReply { Text = "", RequestedModel = request.Model, Endpoint = request.Endpoint.AbsoluteUri, Mode = request.Mode });
    }
}
