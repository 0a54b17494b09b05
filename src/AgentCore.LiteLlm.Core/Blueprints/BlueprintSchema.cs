using AgentCore.LiteLlm.Blueprints.Reading;
using AgentCore.LiteLlm.Keys;

namespace AgentCore.LiteLlm.Blueprints;

/// <summary>The JSON Schema by which editors complete and check blueprints, written from the definitions that the reader uses.</summary>
internal static class BlueprintSchema
{
    /// <summary>The name of the schema's file where it lies beside blueprints.</summary>
    public const string FileName = "blueprint.schema.json";

    // A name, not an address: editors ask the network for nothing.
    private const string Id = "urn:agentcore-litellm:blueprint";

    /// <summary>Writes the schema.</summary>
    /// <returns>JSON Schema of draft 2020-12, with line feeds and without one at its end; the same text every time.</returns>
    public static string Write() => FileSchema.Write(
        BlueprintKeys.Shape, Id, "Agent blueprint", "One YAML file that says which model an agent uses, how it is reached, and what holds for its runs.");
}
