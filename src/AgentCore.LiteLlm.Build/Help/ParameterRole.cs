namespace AgentCore.LiteLlm.Build.Help;

/// <summary>How a parameter behaves in one parameter set.</summary>
/// <param name="IsRequired">Whether it must be given.</param>
/// <param name="Position">Its position, from 0; null when it is named.</param>
/// <param name="IsPiped">Whether it takes piped objects.</param>
/// <param name="IsPipedByName">Whether it takes a property of piped objects.</param>
internal sealed record ParameterRole(bool IsRequired, int? Position, bool IsPiped, bool IsPipedByName)
{
    /// <summary>Gets the position in the words of Get-Help.</summary>
    public string PositionText => Position is { } at ? at.ToString(System.Globalization.CultureInfo.InvariantCulture) : "named";

    /// <summary>Gets what the pipeline may bring, in the words of Get-Help.</summary>
    public string PipelineText => (IsPiped, IsPipedByName) switch
    {
        (true, true) => "True (ByValue, ByPropertyName)",
        (true, false) => "True (ByValue)",
        (false, true) => "True (ByPropertyName)",
        _ => "False",
    };

    /// <summary>Gets the roles of several sets as one, for the list of parameters.</summary>
    public static ParameterRole Join(IEnumerable<ParameterRole> roles)
    {
        ParameterRole[] all = [.. roles];
        return new(all.All(r => r.IsRequired), all.Min(r => r.Position), all.Any(r => r.IsPiped), all.Any(r => r.IsPipedByName));
    }
}
