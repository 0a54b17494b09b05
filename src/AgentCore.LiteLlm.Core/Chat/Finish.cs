namespace AgentCore.LiteLlm.Chat;

/// <summary>What endpoints' words for the end of an answer mean.</summary>
internal static class Finish
{
    /// <summary>Says whether the answer ended at a limit of tokens.</summary>
    /// <param name="reason">The endpoint's word.</param>
    public static bool IsAtLimit(string? reason) => reason?.ToUpperInvariant() is "LENGTH" or "MAX_TOKENS" or "MAX_OUTPUT_TOKENS" or "MODEL_LENGTH";

    /// <summary>Says whether the answer ended before the model had ended it.</summary>
    /// <param name="reason">The endpoint's word.</param>
    public static bool IsCut(string? reason) => IsAtLimit(reason) || reason is "content_filter";
}
