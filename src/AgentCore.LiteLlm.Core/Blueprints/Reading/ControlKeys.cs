using System.Collections.Immutable;
using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Keys;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Yaml;

namespace AgentCore.LiteLlm.Blueprints.Reading;

/// <summary>The keys of the <c>model</c> block that say how the model is asked to answer.</summary>
internal static class ControlKeys
{
    public static readonly ChoiceKey ReasoningEffort = new(
        "reasoning_effort",
        "How much the model reasons before it answers, in whichever form the endpoint reads it. A level that the model lacks becomes its nearest one.",
        "none", "minimal", "low", "medium", "high", "xhigh", "max")
    { Default = -1 };

    public static readonly NumberKey TopP = new(
        "top_p", "The share of the probability from which words are sampled. Some models refuse it beside a temperature.", 0, 1)
    { Example = "0.9" };

    public static readonly IntegerKey Seed = new(
        "seed", "A number by which equal requests are meant to get equal answers, where the endpoint can.", int.MinValue)
    { Example = "7" };

    public static readonly OneOrManyKey Stop = new("stop", "A text, or a list of texts, at which an answer ends. OpenAI takes up to 4.");

    public static readonly NumberKey FrequencyPenalty = new(
        "frequency_penalty", "How much words are avoided the more often they occurred.", -2, 2);

    public static readonly NumberKey PresencePenalty = new("presence_penalty", "How much words are avoided that occurred at all.", -2, 2);

    public static readonly TextKey ServiceTier = new(
        "service_tier", "The class of service: auto, default, flex, priority, or what the endpoint has. Flex is cheaper and slower.")
    { Example = "flex" };

    public static readonly BooleanKey ParallelToolCalls = new(
        "parallel_tool_calls", "Whether the model may call several tools in one turn. Absent, nothing is sent, and endpoints take it for true.", true)
    { IsMeantWhenWritten = true };

    public static readonly ChoiceKey Verbosity = new("verbosity", "How long answers are meant to be.", "low", "medium", "high") { Default = -1 };

    public static readonly TextKey PromptCacheKey = new(
        "prompt_cache_key", "The key by which OpenAI finds prompts that begin alike in its cache: the same for all calls of one kind.");

    public static readonly TextKey SafetyIdentifier = new(
        "safety_identifier", "A stable id of the end user, such as a hash, by which OpenAI notices misuse.")
    { Longest = 64 };

    public static readonly ValuesKey ExtraBody = new(
        "extra_body",
        "Further members of the request's body, written last and as they are: what one endpoint has and this file has no key for. Never a key, and none that "
            + "the module writes itself.");

    /// <summary>Gets the keys, in the order of the documentation.</summary>
    public static BlueprintKey[] All { get; } =
    [
        ReasoningEffort, TopP, Seed, Stop, FrequencyPenalty, PresencePenalty, ServiceTier, ParallelToolCalls, Verbosity, PromptCacheKey, SafetyIdentifier,
        ExtraBody,
    ];

    /// <summary>Reads them.</summary>
    /// <param name="block">The <c>model</c> block.</param>
    /// <returns>What it says.</returns>
    public static ModelControls Read(BlockReader block) => new()
    {
        ReasoningEffort = block.Choice(ReasoningEffort) is >= 0 and var effort ? (Chat.ReasoningEffort)effort : null,
        TopP = block.Number(TopP),
        Seed = block.Integer(Seed),
        Stop = block.OneOrMany(Stop, static text => text),
        FrequencyPenalty = block.Number(FrequencyPenalty),
        PresencePenalty = block.Number(PresencePenalty),
        ServiceTier = block.Text(ServiceTier),
        ParallelToolCalls = block.Has(ParallelToolCalls) ? block.Boolean(ParallelToolCalls) : null,
        Verbosity = block.Choice(Verbosity) is >= 0 and var word ? Verbosity.Words[word] : null,
        PromptCacheKey = block.Text(PromptCacheKey),
        SafetyIdentifier = block.Text(SafetyIdentifier),
        ExtraBody = ReadExtra(block),
    };

    private static ImmutableArray<KeyValuePair<string, JsonElement>> ReadExtra(BlockReader block)
    {
        if (block.Json(ExtraBody) is not { } members)
        {
            return [];
        }

        foreach (YamlEntry entry in ((YamlMapping)block.Node.Find(ExtraBody.Name)!).Entries)
        {
            string name = entry.Key.Value;
            if (CredentialKeys.Judge(name) is KeyPromise.Token or KeyPromise.Password)
            {
                block.Findings.Error(
                    DiagnosticCodes.KeyInFile,
                    new ValuePath(block, ExtraBody.Name, -1, name).At(entry.Key.Mark),
                    $"'{SecretShapes.Excerpt(name)}' in 'extra_body' promises a key, and no key or password ever stands in the file.",
                    "Write the name of a variable into 'api_key_env' or 'extra_headers_env'.");
            }
            if (OwnMembers.Contains(name, out string? key))
            {
                block.Findings.Error(
                    DiagnosticCodes.MemberReserved,
                    new ValuePath(block, ExtraBody.Name, -1, name).At(entry.Key.Mark),
                    $"'{SecretShapes.Excerpt(name)}' in 'extra_body' is written by the module itself.",
                    key is null ? "Delete the line." : $"Write it as 'model.{key}'.");
            }
        }

        return [.. members.EnumerateObject().Select(m => KeyValuePair.Create(m.Name, m.Value))];
    }
}
