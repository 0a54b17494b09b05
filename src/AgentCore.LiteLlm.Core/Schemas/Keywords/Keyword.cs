using System.Text.Json;
using AgentCore.LiteLlm.Schemas.Evaluation;

namespace AgentCore.LiteLlm.Schemas.Keywords;

/// <summary>One keyword of one schema, ready to be held against values.</summary>
internal abstract class Keyword(string name, string pointer)
{
    public string Name { get; } = name;

    public string Pointer { get; } = pointer;

    /// <summary>Gets a value indicating whether it judges what the other keywords left alone, and so must come after them.</summary>
    public virtual bool LooksAtTheRest => false;

    /// <summary>Gets the schemas it holds against the very same value; a circle of them would never end.</summary>
    public virtual IEnumerable<SchemaNode> InPlace => [];

    /// <summary>Holds a value against the keyword, and reports what is wrong with it.</summary>
    /// <param name="instance">The value.</param>
    /// <param name="run">The run that this is part of.</param>
    /// <param name="parts">Where to note what was looked at; null when nobody asks.</param>
    /// <returns>Whether the value fits.</returns>
    public abstract bool Check(JsonElement instance, SchemaRun run, EvaluatedParts? parts);
}
