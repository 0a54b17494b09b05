using AgentCore.LiteLlm.Costs;

namespace AgentCore.LiteLlm.Failures;

/// <summary>A call to a model failed; <see cref="Failure"/> says how.</summary>
public sealed class ChatException : Exception
{
    /// <summary>Initializes the exception.</summary>
    /// <param name="failure">Why the call failed.</param>
    /// <param name="cause">The failure beneath, where there is one that holds no request.</param>
    public ChatException(ChatFailure failure, Exception? cause = null)
        : base(failure.ToString(), cause) => Failure = failure;

    /// <summary>Gets why the call failed.</summary>
    public ChatFailure Failure { get; }

    /// <summary>Adds what was spent before the call that failed.</summary>
    internal ChatException After(Spent earlier) =>
        earlier == Spent.Nothing ? this : new ChatException(Failure with { Spent = earlier.Add(Failure.Spent) }, this);
}
