using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Yaml;

namespace AgentCore.LiteLlm.Blueprints;

/// <summary>Knows where each value of a blueprint stands. It holds the text and the tree that were read anyway, and no index.</summary>
internal sealed class SourceMap(YamlMapping root, SourceText source) : IPlaces
{
    /// <inheritdoc/>
    public SourceText Text { get; } = source;

    /// <inheritdoc/>
    public TextPlace Find(string path) => Walk(path, out _, out _).Mark.At(path);

    /// <summary>Finds the place to show for a setting: a single value itself, but the key of a block or list.</summary>
    /// <param name="path">Its path.</param>
    /// <returns>Its place, or that of the nearest block around it.</returns>
    public YamlMark Point(string path)
    {
        YamlNode node = Walk(path, out YamlMark key, out _);
        return node is YamlScalar ? node.Mark : key;
    }

    /// <summary>Finds a value.</summary>
    /// <param name="path">Its path.</param>
    /// <returns>The value; null when nothing is written there.</returns>
    public YamlNode? FindNode(string path)
    {
        YamlNode node = Walk(path, out _, out bool isThere);
        return isThere ? node : null;
    }

    private YamlNode Walk(ReadOnlySpan<char> path, out YamlMark key, out bool isThere)
    {
        YamlNode node = root;
        key = root.Mark;
        ReadOnlySpan<char> rest = path;
        while (!rest.IsEmpty)
        {
            YamlNode? next = node switch
            {
                YamlMapping mapping => Enter(mapping, ref rest, ref key),
                YamlSequence sequence => Enter(sequence, ref rest, ref key),
                _ => null,
            };

            if (next is null)
            {
                break;
            }

            node = next;
        }

        isThere = rest.IsEmpty;
        return node;
    }

    // Names may hold dots: the longest key that fits is the one meant.
    private static YamlNode? Enter(YamlMapping mapping, ref ReadOnlySpan<char> rest, ref YamlMark key)
    {
        YamlEntry best = default;
        foreach (YamlEntry entry in mapping.Entries)
        {
            string name = entry.Key.Value;
            bool fits = name.Length > 0 && rest.StartsWith(name, StringComparison.Ordinal) && (rest.Length == name.Length || rest[name.Length] is '.' or '[');
            best = fits && (best.Key is null || name.Length > best.Key.Value.Length) ? entry : best;
        }

        if (best.Key is null)
        {
            return null;
        }

        key = best.Key.Mark;
        rest = rest[best.Key.Value.Length..].TrimStart('.');
        return best.Value;
    }

    private static YamlNode? Enter(YamlSequence sequence, ref ReadOnlySpan<char> rest, ref YamlMark key)
    {
        int end = rest.IndexOf(']');
        if (end < 2 || !int.TryParse(rest[1..end], out int index) || index >= sequence.Items.Length || index < 0)
        {
            return null;
        }

        rest = rest[(end + 1)..].TrimStart('.');
        key = sequence.Items[index].Mark;
        return sequence.Items[index];
    }
}
