namespace AgentCore.LiteLlm.Comparison;

/// <summary>One thing that an agent has otherwise than before. No property holds a secret.</summary>
public sealed record BlueprintChange
{
    /// <summary>
    /// Gets what changed: the path of the setting, in which entries of lists stand by their names (<c>tools[billing].tools</c>), <c>prompt</c> for the text of
    /// the system prompt, <c>cost</c> for what a call costs, or a path that begins with <c>endpoint.</c> for what an endpoint says now.
    /// </summary>
    public required string Path { get; init; }

    /// <summary>Gets what it was: text, a number, true or false, a list of texts, or the JSON of a block; null where it was not there.</summary>
    public object? Old { get; init; }

    /// <summary>Gets what it is, in the same form; null where it is not there any more.</summary>
    public object? New { get; init; }

    /// <summary>Gets what the change means.</summary>
    public required BlueprintChangeKind Kind { get; init; }

    /// <summary>Gets what follows from it, in words; empty where nothing does that is not said by the values.</summary>
    public string Impact { get; init; } = "";

    /// <summary>Gets the file of <see cref="Line"/>; null where it stands in none.</summary>
    public string? File { get; init; }

    /// <summary>Gets the line where it stands, in the new file, or in the old one where it is gone; 0 where it stands in none.</summary>
    public int Line { get; init; }

    /// <inheritdoc/>
    public override string ToString()
    {
        string values = Path == BlueprintComparison.PromptPath ? "" : $": {ChangeText.Show(Old)} -> {ChangeText.Show(New)}";
        return $"{Kind} {Path}{values}{(Impact.Length == 0 ? "" : $". {Impact}")}";
    }
}
