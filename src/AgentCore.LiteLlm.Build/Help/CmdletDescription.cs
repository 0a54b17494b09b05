namespace AgentCore.LiteLlm.Build.Help;

/// <summary>A cmdlet, as it is declared.</summary>
internal sealed record CmdletDescription
{
    /// <summary>Gets the name, verb and noun.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the class's comment, for a cmdlet that has no page yet.</summary>
    public required string Text { get; init; }

    /// <summary>Gets the types it writes.</summary>
    public required IReadOnlyList<string> Outputs { get; init; }

    /// <summary>Gets the parameter sets, the default one first.</summary>
    public required IReadOnlyList<string> Sets { get; init; }

    /// <summary>Gets the parameters: those with a position first, then by name.</summary>
    public required IReadOnlyList<ParameterDescription> Parameters { get; init; }

    /// <summary>Gets the verb.</summary>
    public string Verb => Name[..Name.IndexOf('-', StringComparison.Ordinal)];

    /// <summary>Gets the noun.</summary>
    public string Noun => Name[(Name.IndexOf('-', StringComparison.Ordinal) + 1)..];
}
