using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Yaml;

namespace AgentCore.LiteLlm.Blueprints;

/// <summary>Knows where each value of a blueprint stands. It holds the text and the tree that were read anyway, and no index.</summary>
internal sealed class SourceMap(YamlMapping root, SourceText source)
{
    /// <summary>Finds the place of a value.</summary>
    /// <param name="path">Its path.</param>
    /// <returns>Its place, or that of the nearest block around it.</returns>
    public SourceLocation Locate(string path)
    {
        YamlNode node = root;
        ReadOnlySpan<char> rest = path;
        while (!rest.IsEmpty)
        {
            YamlNode? next = node switch
            {
                YamlMapping mapping => Enter(mapping, ref rest),
                YamlSequence sequence => Enter(sequence, ref rest),
                _ => null,
            };

            if (next is null)
            {
                break;
            }

            node = next;
        }

        return new SourceLocation(source.File, node.Mark.Line, node.Mark.Column);
    }

    /// <summary>Shows a line with anything that looks like a credential masked.</summary>
    /// <param name="line">The line, from 1.</param>
    /// <returns>The line, or null when there is no such line.</returns>
    public string? LineText(int line) => source.Show(line, 1);

    // Names may hold dots: the longest key that fits is the one meant.
    private static YamlNode? Enter(YamlMapping mapping, ref ReadOnlySpan<char> rest)
    {
        YamlEntry best = default;
        foreach (YamlEntry entry in mapping.Entries)
        {
            string key = entry.Key.Value;
            bool fits = key.Length > 0 && rest.StartsWith(key, StringComparison.Ordinal) && (rest.Length == key.Length || rest[key.Length] is '.' or '[');
            best = fits && (best.Key is null || key.Length > best.Key.Value.Length) ? entry : best;
        }

        if (best.Key is null)
        {
            return null;
        }

        rest = rest[best.Key.Value.Length..].TrimStart('.');
        return best.Value;
    }

    private static YamlNode? Enter(YamlSequence sequence, ref ReadOnlySpan<char> rest)
    {
        int end = rest.IndexOf(']');
        if (end < 2 || !int.TryParse(rest[1..end], out int index) || index >= sequence.Items.Length || index < 0)
        {
            return null;
        }

        rest = rest[(end + 1)..].TrimStart('.');
        return sequence.Items[index];
    }
}
