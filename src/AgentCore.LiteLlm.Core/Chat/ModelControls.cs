using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace AgentCore.LiteLlm.Chat;

/// <summary>How a model is asked to answer, beside its temperature and the length of its answers; what is not set is the endpoint's to choose.</summary>
public sealed record ModelControls
{
    /// <summary>Gets how much the model is to reason; in which form it is told so follows from endpoint and model.</summary>
    public ReasoningEffort? ReasoningEffort { get; init; }

    /// <summary>Gets the share of the probability from which words are sampled, 0 to 1.</summary>
    public double? TopP { get; init; }

    /// <summary>Gets the number by which equal requests are meant to get equal answers, as far as the endpoint can.</summary>
    public int? Seed { get; init; }

    /// <summary>Gets the texts at which an answer ends; they are no part of it.</summary>
    public ImmutableArray<string> Stop { get; init; } = [];

    /// <summary>Gets how much words are avoided the more often they occurred, -2 to 2.</summary>
    public double? FrequencyPenalty { get; init; }

    /// <summary>Gets how much words are avoided that occurred at all, -2 to 2.</summary>
    public double? PresencePenalty { get; init; }

    /// <summary>Gets the class of service that is asked for, such as <c>flex</c> or <c>priority</c>.</summary>
    public string? ServiceTier { get; init; }

    /// <summary>Gets whether the model may call several tools in one turn.</summary>
    public bool? ParallelToolCalls { get; init; }

    /// <summary>Gets how long answers are meant to be: <c>low</c>, <c>medium</c> or <c>high</c>.</summary>
    public string? Verbosity { get; init; }

    /// <summary>Gets the key by which the endpoint finds prompts that begin alike in its cache.</summary>
    public string? PromptCacheKey { get; init; }

    /// <summary>Gets the stable id of the end user by which the endpoint notices misuse.</summary>
    public string? SafetyIdentifier { get; init; }

    /// <summary>Gets further members of the request, written last and as they are, in the order of the file.</summary>
    public ImmutableArray<KeyValuePair<string, JsonElement>> ExtraBody { get; init; } = [];

    /// <summary>The least number of tokens that <c>/responses</c> takes as the limit of an answer.</summary>
    internal const int LeastResponseTokens = 16;

    /// <summary>Gets the controls of which none is set.</summary>
    internal static ModelControls None { get; } = new();

    /// <summary>Says what is set, as on the wire.</summary>
    public override string ToString() => string.Join(", ", Set().Select(s => $"{s.Name} {s.Value}"));

    /// <summary>Finds the keys of the blueprint for what is set.</summary>
    internal IEnumerable<string> FindKeys()
    {
        foreach ((string name, string _) in Set())
        {
            yield return name;
        }
    }

    /// <summary>Says whether only chat completions have a member for a key.</summary>
    /// <param name="key">The key.</param>
    internal static bool IsOfChatOnly(string key) => key is "seed" or "stop" or "frequency_penalty" or "presence_penalty";

    /// <summary>Gives the name of the property for a key.</summary>
    /// <param name="key">The key.</param>
    internal static string ToProperty(string key) => string.Concat(key.Split('_').Select(w => char.ToUpperInvariant(w[0]) + w[1..]));

    /// <summary>Puts these controls over others.</summary>
    /// <param name="others">What holds where these set nothing.</param>
    /// <returns>All of them.</returns>
    internal ModelControls Over(ModelControls others) => new()
    {
        ReasoningEffort = ReasoningEffort ?? others.ReasoningEffort,
        TopP = TopP ?? others.TopP,
        Seed = Seed ?? others.Seed,
        Stop = Stop.IsEmpty ? others.Stop : Stop,
        FrequencyPenalty = FrequencyPenalty ?? others.FrequencyPenalty,
        PresencePenalty = PresencePenalty ?? others.PresencePenalty,
        ServiceTier = ServiceTier ?? others.ServiceTier,
        ParallelToolCalls = ParallelToolCalls ?? others.ParallelToolCalls,
        Verbosity = Verbosity ?? others.Verbosity,
        PromptCacheKey = PromptCacheKey ?? others.PromptCacheKey,
        SafetyIdentifier = SafetyIdentifier ?? others.SafetyIdentifier,
        ExtraBody = ExtraBody.IsEmpty ? others.ExtraBody : ExtraBody,
    };

    private IEnumerable<(string Name, string Value)> Set()
    {
        foreach ((string name, string? value) in All())
        {
            if (value is not null)
            {
                yield return (name, value);
            }
        }
    }

    private (string Name, string? Value)[] All() =>
    [
        ("reasoning_effort", ReasoningEffort is { } effort ? ModelReasoning.ToWord(effort) : null),
        ("top_p", Show(TopP)),
        ("seed", Show(Seed)),
        ("stop", Stop.IsEmpty ? null : string.Join(" ", Stop.Select(s => JsonSerializer.Serialize(s)))),
        ("frequency_penalty", Show(FrequencyPenalty)),
        ("presence_penalty", Show(PresencePenalty)),
        ("service_tier", ServiceTier),
        ("parallel_tool_calls", ParallelToolCalls is { } parallel ? (parallel ? "true" : "false") : null),
        ("verbosity", Verbosity),
        ("prompt_cache_key", PromptCacheKey),
        ("safety_identifier", SafetyIdentifier),
        ("extra_body", ExtraBody.IsEmpty ? null : string.Join(" ", ExtraBody.Select(m => m.Key))),
    ];

    private static string? Show(IConvertible? value) => value?.ToString(CultureInfo.InvariantCulture);
}
