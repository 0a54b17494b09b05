using AgentCore.LiteLlm.Chat;

namespace AgentCore.LiteLlm.Wire;

/// <summary>
/// A request as the bytes that leave. Nothing else is sent or goes into a batch, and none can be made of a request that personal data is
/// still to be taken out of: whoever writes for the wire cannot forget to look.
/// </summary>
internal sealed class WrittenRequest
{
    /// <summary>Initializes a written request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="body">Its JSON.</param>
    /// <exception cref="InvalidOperationException">Personal data was to be taken out of it, and was not.</exception>
    public WrittenRequest(ChatRequest request, ReadOnlyMemory<byte> body)
    {
        if (request.Protection is not null)
        {
            throw new InvalidOperationException(
                "A request was about to leave that personal data was to be taken out of and was not; nothing was sent. "
                + "This is a bug of AgentCore.LiteLlm: please report it.");
        }

        Request = request;
        Body = body;
    }

    /// <summary>Gets the request.</summary>
    public ChatRequest Request { get; }

    /// <summary>Gets its JSON.</summary>
    public ReadOnlyMemory<byte> Body { get; }
}
