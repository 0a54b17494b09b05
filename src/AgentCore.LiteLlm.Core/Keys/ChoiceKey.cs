namespace AgentCore.LiteLlm.Keys;

/// <summary>A key whose value is one of a few words. The words stand in the order of the enumeration they are read into.</summary>
internal sealed class ChoiceKey(string name, string description, params string[] words) : BlueprintKey(name, description)
{
    /// <summary>Gets the words.</summary>
    public string[] Words { get; } = words;

    /// <summary>Gets the position of the word that an absent key stands for; -1 when it stands for none.</summary>
    public int Default { get; init; }

    /// <summary>Gets another spelling that the framework takes for a word, in any case; null when there is none.</summary>
    public (string Spelling, int Word)? Alias { get; init; }

    /// <summary>Gets what to write in place of a word that is none of them; null where nothing can be said.</summary>
    public string? Instead { get; init; }

    /// <inheritdoc/>
    public override string Expected => Words.Length == 1 ? $"'{Words[0]}'" : $"one of {string.Join(", ", Words)}";
}
