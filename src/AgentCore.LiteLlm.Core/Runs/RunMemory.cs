namespace AgentCore.LiteLlm.Runs;

/// <summary>Whose memory a run has.</summary>
/// <param name="Actor">The actor; empty where nobody is named.</param>
/// <param name="Session">The session; empty where none is named.</param>
/// <param name="Updates">Whether the model is asked, after the answer, for what is to be remembered.</param>
internal sealed record RunMemory(string Actor, string Session, bool Updates);
