namespace AgentCore.LiteLlm.Memories;

/// <summary>What was asked and answered once.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Session">The session; empty where none was named.</param>
/// <param name="Time">When it was answered.</param>
/// <param name="Prompt">What was asked.</param>
/// <param name="Answer">What was answered.</param>
/// <param name="IsTrial">Whether the answer was made up or played back.</param>
internal sealed record KeptExchange(string Id, string Session, DateTimeOffset Time, string Prompt, string Answer, bool IsTrial);
