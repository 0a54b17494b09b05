using AgentCore.LiteLlm.Keys;

namespace AgentCore.LiteLlm.Blueprints.Reading;

/// <summary>The keys of a blueprint.</summary>
internal static class BlueprintKeys
{
    public static readonly TextKey Id = new("id", "The agent's id.") { IsRequired = true, Example = "analysis-agent" };

    public static readonly TextKey Name = new("name", "The agent's name for people.") { IsRequired = true, Example = "Analysis Agent" };

    public static readonly TextKey Version = new("version", "The blueprint's version, in quotes.") { IsRequired = true, Example = "\"1.0.0\"" };

    public static readonly TextKey Description = new("description", "What the agent does.") { Default = "" };

    public static readonly TextKey PromptRef = new("prompt_ref", "The name of the system prompt. It is text, not a mapping.")
    {
        IsRequired = true,
        Example = "analysis-agent-system-v1",
    };

    public static readonly BlockKey Model = new("model", "Which model answers, and how it is reached.", static () => ModelKeys.Shape) { IsRequired = true };

    public static readonly BlockListKey Tools = new("tools", "The tools the agent may call.", static () => [McpToolKeys.Shape, BuiltinToolKeys.Shape]);

    public static readonly BlockKey Gateway = new("gateway", "How the agent reaches its tools.", static () => GatewayKeys.Shape);

    public static readonly BlockKey Identity = new("identity", "Who may call the agent, and as whom it calls others.", static () => IdentityKeys.Shape);

    public static readonly BlockKey Memory = new("memory", "What the agent remembers between sessions.", static () => MemoryKeys.Shape);

    public static readonly BlockKey Observability = new(
        "observability", "Tracing, audit, dashboards and data protection.", static () => ObservabilityKeys.Shape);

    public static readonly BlockKey Runtime = new("runtime", "The limits of one run, and how the agent is hosted.", static () => RuntimeKeys.Shape);

    public static readonly BlockKey Evaluation = new("evaluation", "How the agent's work is judged.", static () => EvaluationKeys.Shape);

    public static readonly BlockKey Policy = new("policy", "Which tools may be called, by whom, when.", static () => PolicyKeys.Shape) { IsNullable = true };

    public static readonly BlockKey ExecutionModes = new("execution_modes", "In which modes the agent may run.", static () => ExecutionModesKeys.Shape);

    public static readonly SchemaKey OutputSchema = new(
        "output_schema",
        "The schema that answers must fit: a JSON Schema as a mapping, a path that ends with .json and is relative to the blueprint, or a name in the folder "
            + "schemas beside it.")
    { IsNullable = true };

    public static readonly TextListKey Hooks = new("hooks", "The names of the hooks that run around calls.") { IsOrdered = true };

    public static readonly BlockKey MultiAgent = new("multi_agent", "How this agent works with others.", static () => MultiAgentKeys.Shape)
    {
        IsNullable = true,
    };

    public static readonly TextListKey Tags = new("tags", "Free words to find the agent by.");

    public static readonly BlockKey Thinking = new("thinking", "Extended reasoning.", static () => ThinkingKeys.Shape) { IsNullable = true };

    public static readonly BlockKey Artifacts = new("artifacts", "Where results are stored.", static () => ArtifactsKeys.Shape);

    private const string PromptElsewhere = "Write the words into prompts/<name>.md beside the blueprint, and the name into 'prompt_ref'.";

    public static readonly BlockShape Shape = new(
        Id, Name, Version, Description, PromptRef, Model, Tools, Gateway, Identity, Memory, Observability, Runtime, Evaluation, Policy, ExecutionModes,
        OutputSchema, Hooks, MultiAgent, Tags, Thinking, Artifacts)
    {
        IsClosed = true,
        Meant = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["system"] = PromptElsewhere,
            ["system_prompt"] = PromptElsewhere,
            ["prompt"] = PromptElsewhere,
            ["instruction"] = PromptElsewhere,
            ["instructions"] = PromptElsewhere,
        },
        Elsewhere = new(
            "guardrail",
            "Bedrock guardrails are set under 'observability.data_protection', for 'provider: bedrock' only. "
                + "For any other, write 'provider: presidio' there, or let the LiteLLM proxy run the guardrail itself."),
    };

    /// <summary>Reads the block.</summary>
    /// <param name="block">The block.</param>
    /// <returns>What it says.</returns>
    public static AgentBlueprint Read(BlockReader block) => new()
    {
        Id = block.RequiredText(Id),
        Name = block.RequiredText(Name),
        Version = block.RequiredText(Version),
        Description = block.RequiredText(Description),
        PromptRef = block.RequiredText(PromptRef),
        Model = block.Block(Model, ModelKeys.Read) ?? new ModelBlock { ModelId = "" },
        Tools = block.Blocks<ToolBlock>(Tools, ReadTool),
        Gateway = block.Block(Gateway, GatewayKeys.Read),
        Identity = block.Block(Identity, IdentityKeys.Read),
        Memory = block.Block(Memory, MemoryKeys.Read),
        Observability = block.Block(Observability, ObservabilityKeys.Read),
        Runtime = block.Block(Runtime, RuntimeKeys.Read),
        Evaluation = block.Block(Evaluation, EvaluationKeys.Read),
        Policy = block.Block(Policy, PolicyKeys.Read),
        ExecutionModes = block.Block(ExecutionModes, ExecutionModesKeys.Read),
        OutputSchema = block.Schema(OutputSchema),
        Hooks = block.Texts(Hooks),
        MultiAgent = block.Block(MultiAgent, MultiAgentKeys.Read),
        Tags = block.Texts(Tags),
        Thinking = block.Block(Thinking, ThinkingKeys.Read),
        Artifacts = block.Block(Artifacts, ArtifactsKeys.Read),
    };

    private static ToolBlock ReadTool(BlockReader block) => block.Shape == McpToolKeys.Shape ? McpToolKeys.Read(block) : BuiltinToolKeys.Read(block);
}
