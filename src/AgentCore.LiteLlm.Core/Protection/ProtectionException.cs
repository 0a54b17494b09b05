namespace AgentCore.LiteLlm.Protection;

/// <summary>Personal data could not be protected, so nothing may leave. The message names kinds of data and counts, never a value.</summary>
public sealed class ProtectionException : Exception
{
    /// <summary>Initializes the exception.</summary>
    /// <param name="message">What failed, without any piece of the text.</param>
    /// <param name="cause">The failure beneath, where there is one that holds no piece of the text.</param>
    public ProtectionException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
