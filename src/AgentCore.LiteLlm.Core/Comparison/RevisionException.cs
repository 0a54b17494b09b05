namespace AgentCore.LiteLlm.Comparison;

/// <summary>A blueprint of an earlier revision that cannot be had.</summary>
/// <param name="message">Why not, in a sentence.</param>
/// <param name="cause">The failure beneath, where there is one.</param>
public sealed class RevisionException(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>Gets a value indicating whether the revision is there and has no such file.</summary>
    public bool IsNew { get; init; }
}
