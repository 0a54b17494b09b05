namespace AgentCore.LiteLlm.Bulk;

/// <summary>A journal cannot be used: it is no journal, or was written by a newer version of this module.</summary>
/// <param name="message">What is wrong, and in which line.</param>
public sealed class JournalException(string message) : Exception(message);
