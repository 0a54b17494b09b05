using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Headers;
using AgentCore.LiteLlm.Keys;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Yaml;

namespace AgentCore.LiteLlm.Blueprints.Reading;

/// <summary>The keys of one of <c>multi_agent.nodes</c>.</summary>
internal static class GraphNodeKeys
{
    public static readonly TextKey NodeId = new("node_id", "The node's name within the graph.") { IsRequired = true };

    public static readonly TextKey AgentRef = new("agent_ref", "The id of the blueprint it runs. A gate has none.") { IsNullable = true };

    public static readonly ChoiceKey Type = new("type", "What it does: agent runs a blueprint, gate decides by a condition.", "agent", "gate");

    public static readonly TextKey A2aUrl = new("a2a_url", "The agent-to-agent address of a remote agent.");

    public static readonly TextKey A2aUrlEnv = new("a2a_url_env", "The name of the environment variable that holds that address.")
    {
        Form = TextForm.VariableName,
    };

    public static readonly TextMapKey A2aHeadersEnv = new(
        "a2a_headers_env",
        "HTTP headers to send to the remote agent: each header's name with the name of the environment variable that holds its value, such as 'Bearer ...' "
            + "for Authorization. Headers whose variable is unset or empty are left out.")
    { IsNullable = true, Form = TextForm.VariableName, IgnoresCase = true };

    public static readonly TextKey RuntimeArn = new("runtime_arn", "The ARN of the AgentCore runtime to call.");

    public static readonly TextKey RuntimeArnEnv = new("runtime_arn_env", "The name of the environment variable that holds that ARN.")
    {
        Form = TextForm.VariableName,
    };

    public static readonly TextKey TripCondition = new("trip_condition", "The condition of a gate.") { IsNullable = true };

    public static readonly TextKey Fallback = new("fallback", "The node that runs when the condition of a gate does not hold, or when an agent fails.")
    {
        IsNullable = true,
    };

    public static readonly BlockShape Shape = new(NodeId, AgentRef, Type, A2aUrl, A2aUrlEnv, A2aHeadersEnv, RuntimeArn, RuntimeArnEnv, TripCondition, Fallback)
    {
        IsClosed = true,
        Identity = [NodeId],
    };

    /// <summary>Reads the block.</summary>
    /// <param name="block">The block.</param>
    /// <returns>What it says.</returns>
    public static GraphNode Read(BlockReader block) => new()
    {
        NodeId = block.RequiredText(NodeId),
        AgentRef = block.Text(AgentRef),
        Type = (GraphNodeType)block.Choice(Type),
        A2aUrl = block.Text(A2aUrl),
        A2aUrlEnv = block.Text(A2aUrlEnv),
        A2aHeadersEnv = block.Map(A2aHeadersEnv, CheckHeader),
        RuntimeArn = block.Text(RuntimeArn),
        RuntimeArnEnv = block.Text(RuntimeArnEnv),
        TripCondition = block.Text(TripCondition),
        Fallback = block.Text(Fallback),
    };

    private static void CheckHeader(YamlScalar name, ValuePath place)
    {
        if (HeaderRules.FindNameProblem(name.Value) is { } problem)
        {
            Add(DiagnosticCodes.HeaderNameInvalid, $"The header name '{SecretShapes.Excerpt(name.Value)}' {problem}", null);
        }
        else if (HeaderRules.IsReserved(name.Value))
        {
            Add(DiagnosticCodes.HeaderReserved, $"The header '{name.Value}' belongs to the transport and cannot be set.", "Delete the line.");
        }
        else if (place.Block.FindSameName(A2aHeadersEnv, name) is { } first)
        {
            Add(
                DiagnosticCodes.HeaderDuplicate,
                $"The header '{name.Value}' was already written on line {first.Mark.Line}; header names ignore case.", "Keep one of the two.");
        }

        void Add(string code, string message, string? suggestion) => place.Block.Findings.Error(code, place.At(name.Mark), message, suggestion);
    }
}
