using System.Text.Json;
using AgentCore.LiteLlm.Schemas.Evaluation;

namespace AgentCore.LiteLlm.Schemas.Keywords;

/// <summary>A keyword that judges a value by itself, without another schema.</summary>
internal abstract class Assertion(string name, string pointer) : Keyword(name, pointer)
{
    public sealed override bool Check(JsonElement instance, SchemaRun run, EvaluatedParts? parts)
    {
        if (Holds(instance, run))
        {
            return true;
        }

        if (run.TakesWords())
        {
            Expectation? expectation = Expect(instance);
            run.Fail(this, expectation?.ToString() ?? Explain(instance), expectation);
        }

        return false;
    }

    protected abstract bool Holds(JsonElement instance, SchemaRun run);

    /// <summary>Says what is wrong, continuing a sentence that begins with the value's path.</summary>
    protected virtual string Explain(JsonElement instance) => "is not allowed";

    /// <summary>Says the same in two halves, where it is of the form "must be …, but it is …".</summary>
    protected virtual Expectation? Expect(JsonElement instance) => null;
}
