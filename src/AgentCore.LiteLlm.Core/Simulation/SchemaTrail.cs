namespace AgentCore.LiteLlm.Simulation;

/// <summary>The references that lead to a place in a schema, so that a schema that holds itself is noticed.</summary>
internal sealed record SchemaTrail
{
    private SchemaTrail()
    {
    }

    /// <summary>Gets the trail of a schema's own place.</summary>
    public static SchemaTrail Root { get; } = new() { Reference = "#" };

    /// <summary>Gets a value indicating whether a reference was followed a second time.</summary>
    public bool Returns { get; private init; }

    private string Reference { get; init; } = "";

    private SchemaTrail? Before { get; init; }

    public bool Holds(string reference)
    {
        SchemaTrail? place = this;
        while (place is not null && place.Reference != reference)
        {
            place = place.Before;
        }

        return place is not null;
    }

    public SchemaTrail Then(string reference) =>
        new() { Reference = reference, Before = this, Returns = Returns || Holds(reference) };
}
