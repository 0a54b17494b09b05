namespace AgentCore.LiteLlm.Secrets;

/// <summary>A stretch of text that looks like a credential.</summary>
/// <param name="Start">Where it begins, from 0.</param>
/// <param name="Length">How many characters it has.</param>
internal readonly record struct SecretSpan(int Start, int Length)
{
    /// <summary>Gets where it ends, exclusive.</summary>
    public int End => Start + Length;
}
