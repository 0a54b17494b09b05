namespace AgentCore.LiteLlm.Simulation;

/// <summary>An answer as the events of a stream.</summary>
internal interface IAnswerEvents : IDisposable
{
    /// <summary>Writes one event for each item that is pulled, so that the puller decides when what was written leaves.</summary>
    /// <returns>The number of events written so far.</returns>
    IEnumerable<long> WriteEach();
}
