namespace AgentCore.LiteLlm.Chat;

/// <summary>The memories of a request: the agent's own, and those of the agents that it calls or that answer together.</summary>
internal static class RequestMemories
{
    /// <summary>Finds one of them.</summary>
    /// <param name="request">The request.</param>
    /// <returns>The first; null where nobody remembers anything.</returns>
    public static MemorySubject? Find(ChatRequest request) => request.All.Select(r => r.Memory).FirstOrDefault(m => m is not null);

    /// <summary>Makes the same request with other memories.</summary>
    /// <param name="request">The request.</param>
    /// <param name="map">Gives another memory for one; null for none.</param>
    public static ChatRequest Map(ChatRequest request, Func<MemorySubject, MemorySubject?> map) => Find(request) is null ? request : request with
    {
        Memory = request.Memory is { } own ? map(own) : null,
        Specialists = [.. request.Specialists.Select(s => s with { Request = Map(s.Request, map) })],
        Graph = request.Graph?.With(r => Map(r, map)),
    };

    /// <summary>Makes the same request as part of a run that is kept. Agents that are called as tools are called as often as they are asked.</summary>
    /// <param name="request">The request.</param>
    /// <param name="run">The run's id.</param>
    public static ChatRequest In(ChatRequest request, string run) => Find(request) is null ? request : request with
    {
        Memory = request.Memory is { } own ? own with { Run = run } : null,
        Graph = request.Graph?.With(r => In(r, run)),
    };
}
