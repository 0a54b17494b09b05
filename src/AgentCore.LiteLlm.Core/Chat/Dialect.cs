using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Outputs;

namespace AgentCore.LiteLlm.Chat;

/// <summary>What one endpoint was found to want otherwise for one model.</summary>
internal sealed record Dialect
{
    /// <summary>Gets the way that most endpoints understand.</summary>
    public static Dialect Usual { get; } = new();

    /// <summary>Gets a value indicating whether the model is asked by <c>/responses</c>, because chat completions refuse it or its tools.</summary>
    public bool UsesResponses { get; init; }

    /// <summary>Gets a value indicating whether the endpoint has no <c>/responses</c>, although its model wants it.</summary>
    public bool LacksResponses { get; init; }

    /// <summary>
    /// Gets a value indicating whether the model is told not to reason, because it takes tools in chat completions only then and there is
    /// no other API.
    /// </summary>
    public bool IsReasoningOff { get; init; }

    /// <summary>Gets a value indicating whether <c>/responses</c> neither gives nor takes encrypted reasoning for the model.</summary>
    public bool OmitsEncrypted { get; init; }

    /// <summary>Gets a value indicating whether the limit goes out as <c>max_completion_tokens</c>, which OpenAI's reasoning models want.</summary>
    public bool UsesMaxCompletionTokens { get; init; }

    /// <summary>Gets the members that are left out, because the endpoint refuses them; without <c>stream_options</c> a stream brings no usage.</summary>
    public OptionalMembers Omitted { get; init; }

    /// <summary>Gets in which form the model is asked to reason; null for the one that was planned.</summary>
    public ReasoningForm? ReasoningForm { get; init; }

    /// <summary>Gets the levels of effort that the model takes, as far as it listed them.</summary>
    public EffortSet Efforts { get; init; }

    /// <summary>Gets whether the plain reasoning of earlier turns goes back.</summary>
    public ReasoningEcho ReasoningEcho { get; init; }

    /// <summary>Gets how calls of tools go back that bear no signature.</summary>
    public CallSignature CallSignature { get; init; }

    /// <summary>Gets a value indicating whether no stream is asked for, because the endpoint takes none: the answer comes in one piece.</summary>
    public bool OmitsStream { get; init; }

    /// <summary>Gets a value indicating whether pictures that tools return are left out, because the model does not see.</summary>
    public bool OmitsToolImages { get; init; }

    /// <summary>Gets how much of <c>metadata</c> is sent.</summary>
    public MetadataForm Metadata { get; init; }

    /// <summary>Gets how the content of a message is written that only calls tools.</summary>
    public EmptyContent EmptyContent { get; init; }

    /// <summary>Gets the best way of asking for structured output that the endpoint is not known to refuse or to ignore.</summary>
    public OutputForm OutputForm { get; init; }
}
