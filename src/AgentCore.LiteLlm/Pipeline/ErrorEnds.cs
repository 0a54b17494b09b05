namespace AgentCore.LiteLlm.Pipeline;

/// <summary>What an error puts an end to.</summary>
internal enum ErrorEnds
{
    /// <summary>The item at hand; the next one is taken up.</summary>
    Item,

    /// <summary>The pipeline: what is given once is wrong for every item.</summary>
    Pipeline,
}
