using AgentCore.LiteLlm.Costs;

namespace AgentCore.LiteLlm.Failures;

/// <summary>A call to a model failed; <see cref="Failure"/> says how.</summary>
public sealed class ChatException : Exception
{
    private readonly string? _trace;

    /// <summary>Initializes the exception.</summary>
    /// <param name="failure">Why the call failed.</param>
    /// <param name="cause">The failure beneath, where there is one that holds no request.</param>
    public ChatException(ChatFailure failure, Exception? cause = null)
        : base(failure.ToString(), cause) => Failure = failure;

    private ChatException(ChatException thrown)
        : base(thrown.Message) => (Failure, _trace) = (thrown.Failure, thrown.ToString());

    /// <summary>Gets why the call failed.</summary>
    public ChatFailure Failure { get; }

    /// <summary>Gets where it was thrown, with the failures beneath where it is kept without them.</summary>
    public override string? StackTrace => _trace ?? base.StackTrace;

    /// <summary>
    /// Gives the same failure to be kept: an exception that was thrown holds the method that threw it, and so do those beneath, and from
    /// there all code that is loaded can be reached by whoever writes its properties down.
    /// </summary>
    internal ChatException ToKept() => new(this);

    /// <summary>Adds what was spent before the call that failed.</summary>
    internal ChatException After(Spent earlier) =>
        earlier == Spent.Nothing ? this : new ChatException(Failure with { Spent = earlier.Add(Failure.Spent) }, this);
}
