using System.Text.Json;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Blueprints.Settings;
using AgentCore.LiteLlm.Costs;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Planning;
using AgentCore.LiteLlm.Prompts;
using AgentCore.LiteLlm.Routing;
using AgentCore.LiteLlm.Variables;

namespace AgentCore.LiteLlm.Comparison;

/// <summary>A blueprint with what it leads to: its prompt, its schema, where its calls go and what they cost.</summary>
internal sealed record ComparedBlueprint
{
    // What a token of English text is about, in characters.
    private const int CharactersPerToken = 4;

    /// <summary>Gets the blueprint.</summary>
    public required AgentBlueprint Blueprint { get; init; }

    /// <summary>Gets what it says.</summary>
    public required Setting.Group Settings { get; init; }

    /// <summary>Gets the file that changes name: the blueprint's, or where it came from besides.</summary>
    public string? File { get; init; }

    /// <summary>Gets its system prompt; null where there is none that could be read.</summary>
    public PromptText? Prompt { get; init; }

    /// <summary>Gets the schema that answers must fit; null where they are free, or where it could not be read.</summary>
    public JsonElement? Output { get; init; }

    /// <summary>Gets where its calls go with the variables of now; null where that cannot be told.</summary>
    public ResolvedModel? Model { get; init; }

    /// <summary>Gets the most that a turn costs whose prompt is the system prompt alone, in US dollars; null where a price is not known.</summary>
    public decimal? Cost { get; init; }

    /// <summary>Gets how many tokens that prompt is counted for.</summary>
    public long PromptTokens { get; init; }

    /// <summary>Reads what a blueprint leads to. What cannot be read is not there; the blueprint's own findings say why.</summary>
    /// <param name="blueprint">The blueprint.</param>
    /// <param name="variables">Where variables are looked up.</param>
    /// <returns>The same with all that; null for a blueprint that was made in this process and is in no text.</returns>
    public static ComparedBlueprint? Of(AgentBlueprint blueprint, IVariables variables)
    {
        if (SettingReader.Read(blueprint) is not { } settings)
        {
            return null;
        }

        // A draft is what is compared where nothing else is there.
        PromptText? prompt = PromptFolder.Find(blueprint, ExecutionMode.Production).Value ?? PromptFolder.Find(blueprint, ExecutionMode.Simulation).Value;
        Checked<ResolvedModel> model = ModelResolver.Resolve(blueprint, new ModelOverrides(), variables);
        long tokens = ((prompt?.Text.Length ?? 0) + CharactersPerToken - 1) / CharactersPerToken;
        TokenUsage most = new() { InputTokens = tokens, OutputTokens = blueprint.Model.MaxTokens };
        return new ComparedBlueprint
        {
            Blueprint = blueprint,
            Settings = settings,
            File = blueprint.Path,
            Prompt = prompt,
            Output = PlannedOutput.Find(blueprint).Value?.Json,
            Model = model.IsUsable ? model.Value : null,
            Cost = PriceList.Read(variables).Value?.Find(model.Value?.ModelId ?? blueprint.Model.ModelId, null, most),
            PromptTokens = tokens,
        };
    }
}
