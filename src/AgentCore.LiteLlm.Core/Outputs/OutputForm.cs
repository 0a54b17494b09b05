namespace AgentCore.LiteLlm.Outputs;

/// <summary>How an endpoint is asked for structured output, best first. The set is closed.</summary>
internal enum OutputForm
{
    /// <summary>By a tool with the schema as its parameters, which the model is forced to call by name.</summary>
    ForcedTool,

    /// <summary>By the same tool as the only one offered, where calling some tool is required: for endpoints that cannot force one by name.</summary>
    RequiredTool,

    /// <summary>By <c>response_format</c> with the schema, for endpoints that ignore or refuse tool choices.</summary>
    ResponseFormat,

    /// <summary>By words alone, for endpoints that know none of these.</summary>
    Instruction,
}
