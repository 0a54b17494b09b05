using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Messages;

namespace AgentCore.LiteLlm.Planning;

/// <summary>An agent that another one may call as a tool, with a plan of its own.</summary>
/// <param name="Tool">The tool.</param>
/// <param name="Plan">The plan of the agent.</param>
/// <param name="Options">What is set for its calls.</param>
internal sealed record PlannedSpecialist(ToolDefinition Tool, ChatPlan Plan, CallOptions Options)
{
    /// <summary>Gets how many characters of its answer the caller gets.</summary>
    public int MaximumResultLength { get; init; }

    /// <summary>Makes what a request has of it.</summary>
    /// <param name="freeze">Makes the request of an agent, but for what is said to it.</param>
    public AgentSpecialist Freeze(Func<ChatPlan, ChatRequest> freeze) =>
        new(Tool, Plan.Model.Blueprint.Id, freeze(Plan)) { MaximumResultLength = MaximumResultLength };
}
