namespace AgentCore.LiteLlm.Memories;

/// <summary>Something that a model found worth remembering.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Namespace">Where it is kept, with its places filled.</param>
/// <param name="Strategy">The strategy that it is of.</param>
/// <param name="Actor">The actor with whom it came up; empty where nobody was named.</param>
/// <param name="Session">The session in which it came up; empty where none was named.</param>
/// <param name="Time">When it was kept.</param>
/// <param name="Text">The memory.</param>
/// <param name="IsTrial">Whether the model's words were made up or played back.</param>
internal sealed record KeptMemory(
    string Id, string Namespace, string Strategy, string Actor, string Session, DateTimeOffset Time, string Text, bool IsTrial);
