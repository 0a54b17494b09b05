namespace AgentCore.LiteLlm.Observability;

/// <summary>
/// The names of OpenTelemetry's conventions for generative AI, as of version 0.1.0 of their own repository; where those took an attribute of version 1.41
/// from <c>invoke_agent</c>, it is kept for what reads them.
/// </summary>
internal static class TelemetryNames
{
    public const string OperationName = "gen_ai.operation.name";
    public const string ProviderName = "gen_ai.provider.name";
    public const string OutputType = "gen_ai.output.type";
    public const string RequestModel = "gen_ai.request.model";
    public const string RequestTemperature = "gen_ai.request.temperature";
    public const string RequestMaxTokens = "gen_ai.request.max_tokens";
    public const string RequestTopP = "gen_ai.request.top_p";
    public const string RequestSeed = "gen_ai.request.seed";
    public const string RequestStop = "gen_ai.request.stop_sequences";
    public const string RequestFrequencyPenalty = "gen_ai.request.frequency_penalty";
    public const string RequestPresencePenalty = "gen_ai.request.presence_penalty";
    public const string RequestReasoning = "gen_ai.request.reasoning.level";
    public const string RequestStream = "gen_ai.request.stream";
    public const string PromptName = "gen_ai.prompt.name";
    public const string PromptVersion = "gen_ai.prompt.version";
    public const string ResponseModel = "gen_ai.response.model";
    public const string TimeToFirstChunk = "gen_ai.response.time_to_first_chunk";
    public const string FinishReasons = "gen_ai.response.finish_reasons";
    public const string InputTokens = "gen_ai.usage.input_tokens";
    public const string OutputTokens = "gen_ai.usage.output_tokens";
    public const string CachedTokens = "gen_ai.usage.cache_read.input_tokens";
    public const string CacheWriteTokens = "gen_ai.usage.cache_write.input_tokens";
    public const string ReasoningTokens = "gen_ai.usage.reasoning.output_tokens";
    public const string AgentId = "gen_ai.agent.id";
    public const string AgentName = "gen_ai.agent.name";
    public const string AgentVersion = "gen_ai.agent.version";
    public const string ToolName = "gen_ai.tool.name";
    public const string ToolCallId = "gen_ai.tool.call.id";
    public const string ToolType = "gen_ai.tool.type";
    public const string ToolDescription = "gen_ai.tool.description";
    public const string SystemInstructions = "gen_ai.system_instructions";
    public const string InputMessages = "gen_ai.input.messages";
    public const string OutputMessages = "gen_ai.output.messages";
    public const string ServerAddress = "server.address";
    public const string ServerPort = "server.port";
    public const string OpenAIApi = "openai.api.type";
    public const string ErrorType = "error.type";

    /// <summary>The mode of the call: simulated calls should not be counted with real ones.</summary>
    public const string Mode = "agentcore.mode";

    /// <summary>The words by which the blueprint lets its agent be found.</summary>
    public const string Tags = "agentcore.tags";

    /// <summary>The tags of a trace, as Langfuse reads them.</summary>
    public const string LangfuseTags = "langfuse.trace.tags";

    /// <summary>The variable that asks for prompts and answers on spans.</summary>
    public const string ContentVariable = "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT";

    /// <summary>Gets the conventions' word for a provider; one that they do not know keeps its own name.</summary>
    public static string ToProvider(string provider) => provider switch
    {
        "azure" => "azure.ai.openai",
        "azure_ai" => "azure.ai.inference",
        "bedrock" => "aws.bedrock",
        "cohere_chat" => "cohere",
        "gemini" => "gcp.gemini",
        "mistral" or "codestral" => "mistral_ai",
        "moonshot" => "moonshot_ai",
        "vertex_ai" => "gcp.vertex_ai",
        "watsonx" => "ibm.watsonx.ai",
        "xai" => "x_ai",
        _ => provider,
    };
}
