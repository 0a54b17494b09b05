namespace AgentCore.LiteLlm.Network;

/// <summary>A compressed body cannot be read.</summary>
internal sealed class EncodedBodyException : IOException
{
    /// <summary>Initializes the exception.</summary>
    /// <param name="problem">What is wrong, as the end of a sentence that begins with the address.</param>
    /// <param name="isTooLong">Whether it unpacks to more than any body has.</param>
    /// <param name="cause">What was thrown beneath.</param>
    public EncodedBodyException(string problem, bool isTooLong = false, Exception? cause = null)
        : base(problem, cause) => IsTooLong = isTooLong;

    /// <summary>Gets a value indicating whether it unpacks to more than any body has.</summary>
    public bool IsTooLong { get; }
}
