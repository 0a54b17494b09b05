using System.Text.Json;
using AgentCore.LiteLlm.Schemas.Evaluation;
using AgentCore.LiteLlm.Schemas.Values;

namespace AgentCore.LiteLlm.Schemas.Keywords;

/// <summary><c>minimum</c>, <c>maximum</c> and their exclusive forms.</summary>
internal sealed class NumberLimit(string name, string pointer, JsonElement limit) : Assertion(name, pointer)
{
    private readonly ExactNumber _limit = ExactNumber.Read(limit);

    protected override bool Holds(JsonElement instance, SchemaRun run)
    {
        if (instance.ValueKind != JsonValueKind.Number)
        {
            return true;
        }

        int order = ExactNumber.Read(instance).CompareTo(_limit);
        return Name switch
        {
            "minimum" => order >= 0,
            "exclusiveMinimum" => order > 0,
            "maximum" => order <= 0,
            _ => order < 0,
        };
    }

    protected override string Explain(JsonElement instance)
    {
        string relation = Name switch
        {
            "minimum" => "at least",
            "exclusiveMinimum" => "greater than",
            "maximum" => "at most",
            _ => "less than",
        };
        return $"must be {relation} {Excerpt.OfJson(limit)}, but it is {Excerpt.OfInstance(instance)}";
    }
}
