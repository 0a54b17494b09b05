using AgentCore.LiteLlm.Requirements;

namespace AgentCore.LiteLlm.Endpoints;

/// <summary>Something known against the version of LiteLLM that an endpoint says it runs.</summary>
/// <param name="Id">Its name in public lists.</param>
/// <param name="Kind"><c>Malicious</c> or <c>Vulnerable</c>.</param>
/// <param name="What">What it is.</param>
/// <param name="FixedIn">The first version without it.</param>
/// <param name="Date">When it became public.</param>
/// <param name="Source">Where that is written.</param>
public sealed record EndpointAdvisory(string Id, string Kind, string What, string FixedIn, string Date, string Source)
{
    /// <inheritdoc/>
    public override string ToString() => Id;

    /// <summary>Makes the public form of a row of the table.</summary>
    internal static EndpointAdvisory Of(Advisory row) => new(row.Id, row.Kind.ToString(), row.What, row.Fixed.ToString()!, row.Date, row.Source);
}
