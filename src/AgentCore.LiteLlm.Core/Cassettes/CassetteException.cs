namespace AgentCore.LiteLlm.Cassettes;

/// <summary>A file is there and is no cassette that this version can play.</summary>
public sealed class CassetteException : Exception
{
    /// <summary>Initializes the exception.</summary>
    /// <param name="message">What is wrong with the file, and where.</param>
    /// <param name="cause">The failure beneath, where there is one.</param>
    public CassetteException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
