using System.Globalization;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Yaml;

namespace AgentCore.LiteLlm.Keys;

/// <summary>Where a value stands in a blueprint; written out only when there is a finding.</summary>
/// <param name="Block">The block that holds the key.</param>
/// <param name="Key">The key.</param>
/// <param name="Index">The position in a list, or -1.</param>
/// <param name="Entry">The name in a mapping of free names, or null.</param>
internal readonly record struct ValuePath(BlockReader Block, string Key, int Index = -1, string? Entry = null)
{
    /// <summary>Says where a finding about the value belongs.</summary>
    /// <param name="mark">Where in the text.</param>
    /// <returns>The place.</returns>
    public TextPlace At(YamlMark mark) => mark.At(ToString());

    /// <inheritdoc/>
    public override string ToString()
    {
        string path = Block.Path.Length == 0 ? SecretShapes.Excerpt(Key) : $"{Block.Path}.{SecretShapes.Excerpt(Key)}";
        path += Index < 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"[{Index}]");
        return Entry is null ? path : $"{path}.{SecretShapes.Excerpt(Entry)}";
    }
}
