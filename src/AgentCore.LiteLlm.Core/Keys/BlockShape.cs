using System.Collections.Frozen;

namespace AgentCore.LiteLlm.Keys;

/// <summary>The keys that a block may have.</summary>
internal sealed class BlockShape(params BlueprintKey[] keys)
{
    /// <summary>Gets the keys, in the order of the documentation.</summary>
    public BlueprintKey[] Keys { get; } = keys;

    /// <summary>Gets a value indicating whether the framework refuses other keys here; elsewhere it drops them in silence.</summary>
    public bool IsClosed { get; init; }

    /// <summary>Gets what the file is called whose outermost block this is.</summary>
    public string DocumentName { get; init; } = "a blueprint";

    /// <summary>Gets a value indicating whether nothing but this module reads the file, so that what others make of it does not matter.</summary>
    public bool IsOursAlone { get; init; }

    /// <summary>Gets what is said of keys that people expect in this document and that it takes in one block only.</summary>
    public KeyElsewhere? Elsewhere { get; init; }

    /// <summary>Gets what is said of names that other tools have for what this document writes otherwise.</summary>
    public IReadOnlyDictionary<string, string> Meant { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>Gets the keys by whose values an entry of a list is known again, wherever in the list it stands.</summary>
    public BlueprintKey[] Identity { get; init; } = [];

    /// <summary>Finds a key.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The key, or null when the block has no such key.</returns>
    public BlueprintKey? Find(string name)
    {
        foreach (BlueprintKey key in Keys)
        {
            if (key.Name == name)
            {
                return key;
            }
        }

        return null;
    }
}
