using System.Collections.Immutable;
using System.Collections.ObjectModel;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Blueprints;

/// <summary>The <c>model</c> block: which model answers, and how it is reached.</summary>
public sealed record ModelBlock
{
    /// <summary>Gets who answers; <see cref="ModelProvider.Bedrock"/> when the file does not say, as in the framework.</summary>
    public ModelProvider Provider { get; init; } = ModelProvider.Bedrock;

    /// <summary>
    /// Gets the model's name as the author wrote it: <c>${VAR}</c> and <c>${VAR:-default}</c> are expanded when the model is resolved, and
    /// nothing else is changed.
    /// </summary>
    public required string ModelId { get; init; }

    /// <summary>Gets the sampling temperature, 0 to 2 (the Python loader takes 0 to 1). Required in a file, so null only in a block made by hand.</summary>
    public double? Temperature { get; init; }

    /// <summary>Gets the most tokens an answer may have, at least 1. Required in a file, so null only in a block made by hand.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Gets the address of the endpoint as the author wrote it, templates unexpanded; null when the provider follows from the model's name.</summary>
    public string? BaseUrl { get; init; }

    /// <summary>Gets which API the model is asked by.</summary>
    public ModelApi Api { get; init; }

    /// <summary>Gets the name of the environment variable that holds the key; null when calls go without one.</summary>
    public string? ApiKeyEnv { get => VariableNames.Shown(KeyVariable); init => KeyVariable = value; }

    /// <summary>Gets the name of the variable that holds the key, whatever it looks like.</summary>
    internal string? KeyVariable { get; private init; }

    /// <summary>
    /// Gets the names of environment variables by the names of the HTTP headers that carry their values, in the order of the file; header
    /// names ignore case.
    /// </summary>
    public IReadOnlyDictionary<string, string> ExtraHeadersEnv
    {
        get;
        init
        {
            HeaderVariables = value;
            field = value.Values.All(v => VariableNames.IsPlausible(v))
                ? value
                : value.ToDictionary(h => h.Key, h => VariableNames.Shown(h.Value), StringComparer.OrdinalIgnoreCase);
        }
    } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Gets the names of those variables, whatever they look like.</summary>
    internal IReadOnlyDictionary<string, string> HeaderVariables { get; private init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>
    /// Gets the prompt cache policy, <c>default</c>, <c>none</c> or a key; null when not written, which the framework reads as
    /// <c>default</c> and this library as <c>none</c>.
    /// </summary>
    public string? CachePrompt { get; init; }

    /// <summary>
    /// Gets the tool cache policy, <c>default</c>, <c>none</c> or a key; null when not written, which the framework reads as
    /// <c>default</c> and this library as <c>none</c>.
    /// </summary>
    public string? CacheTools { get; init; }

    /// <summary>Gets the models to ask, in order, where this one does not answer, as the author wrote them.</summary>
    public ImmutableArray<string> Fallbacks { get; init; } = [];

    /// <summary>Gets how the model is asked to answer besides.</summary>
    public ModelControls Controls { get; init; } = new();

    /// <inheritdoc/>
    public override string ToString() => BaseUrl is null ? $"{ModelId} ({Provider})" : $"{ModelId} ({Provider}) at {BaseUrl}";
}
