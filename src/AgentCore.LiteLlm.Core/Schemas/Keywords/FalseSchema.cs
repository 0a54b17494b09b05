using System.Text.Json;
using AgentCore.LiteLlm.Schemas.Evaluation;

namespace AgentCore.LiteLlm.Schemas.Keywords;

/// <summary>The schema <c>false</c>, which nothing fits.</summary>
internal sealed class FalseSchema(string pointer) : Assertion("false", pointer)
{
    protected override bool Holds(JsonElement instance, SchemaRun run) => false;
}
