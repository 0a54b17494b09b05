using AgentCore.LiteLlm.Evaluations.Reading;
using AgentCore.LiteLlm.Keys;

namespace AgentCore.LiteLlm.Evaluations;

/// <summary>The JSON Schema by which editors complete and check case files, written from the definitions that the reader uses.</summary>
internal static class EvaluationSchema
{
    /// <summary>The name of the schema's file where it lies beside case files.</summary>
    public const string FileName = "cases.schema.json";

    /// <summary>Writes the schema.</summary>
    /// <returns>JSON Schema of draft 2020-12, with line feeds and without one at its end; the same text every time.</returns>
    public static string Write() => FileSchema.Write(
        EvaluationFileKeys.Shape, "urn:agentcore-litellm:cases", "Agent cases",
        "One YAML file that says what an agent is asked, and what must hold for its answers.");
}
