using System.Collections.Immutable;
using System.Text.Json;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Terminal;

namespace AgentCore.LiteLlm.Planning;

/// <summary>An agent that a model may call as a tool, before it is planned.</summary>
/// <param name="Tool">The tool as the model is told of it.</param>
/// <param name="Blueprint">The blueprint of the agent.</param>
internal sealed record SpecialistOffer(ToolDefinition Tool, AgentBlueprint Blueprint)
{
    private const int LongestDescription = 1_024;

    private static readonly JsonElement Schema = JsonElement.Parse($$"""
        {
          "type": "object",
          "properties": {
            "{{AgentSpecialist.Argument}}": {
              "type": "string",
              "description": "What the agent is asked to do, with everything that it needs for it: it sees nothing of this conversation."
            }
          },
          "required": ["{{AgentSpecialist.Argument}}"],
          "additionalProperties": false
        }
        """);

    /// <summary>Gets the tools of the caller's that the agent itself may call, agents among them.</summary>
    public ImmutableArray<ToolDefinition> Tools { get; init; } = [];

    /// <summary>Gets the agents among these.</summary>
    public ImmutableArray<SpecialistOffer> Specialists { get; init; } = [];

    /// <summary>Gets how many characters of its answer the caller gets.</summary>
    public int MaximumResultLength { get; init; } = AgentSpecialist.DefaultResultLength;

    /// <summary>Makes the offer of an agent: its tool has the name and the description of the blueprint.</summary>
    /// <param name="blueprint">The blueprint.</param>
    /// <param name="name">The name of the tool; null makes one of the blueprint's id.</param>
    /// <param name="description">What the model is told; null takes the blueprint's own description, else its name.</param>
    public static SpecialistOffer Of(AgentBlueprint blueprint, string? name = null, string? description = null)
    {
        string told = description ?? (blueprint.Description.Length > 0 ? blueprint.Description : blueprint.Name);
        return new(
            new ToolDefinition(name ?? ToolDefinition.ToName(blueprint.Id), WholeCharacters.Cut(told, LongestDescription), Schema),
            blueprint);
    }
}
