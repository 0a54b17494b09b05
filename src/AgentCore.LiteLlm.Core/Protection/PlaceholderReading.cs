namespace AgentCore.LiteLlm.Protection;

/// <summary>What stands at a place where a placeholder could begin.</summary>
/// <param name="Length">How long it is, when it is whole; 0 otherwise.</param>
/// <param name="NameLength">How much of its name was read.</param>
/// <param name="Next">What may follow where the text breaks off in the middle; nothing when it is whole, or no placeholder.</param>
internal readonly record struct PlaceholderReading(int Length, int NameLength, PlaceholderNext Next)
{
    /// <summary>Gets a value indicating whether a whole placeholder stands there.</summary>
    public bool IsWhole => Length > 0;
}
