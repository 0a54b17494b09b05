using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;

namespace AgentCore.LiteLlm.Resilience;

/// <summary>What follows where an endpoint refuses an API. The set is closed.</summary>
internal abstract record ApiStep
{
    private ApiStep()
    {
    }

    /// <summary>The call is made again.</summary>
    /// <param name="Dialect">How.</param>
    /// <param name="Change">What is different, for people: a sentence without its end.</param>
    public sealed record Retry(Dialect Dialect, string Change) : ApiStep
    {
        /// <summary>Gets a value indicating whether the model is asked the same as before.</summary>
        public bool LosesNothing { get; init; }
    }

    /// <summary>There is no other way.</summary>
    /// <param name="Failure">What the call fails with.</param>
    public sealed record End(ChatException Failure) : ApiStep;
}
