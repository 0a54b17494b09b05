using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Yaml;

/// <summary>Gathers the keys and values of one mapping, each key once.</summary>
internal sealed class MappingEntries(YamlTokens tokens)
{
    /// <summary>Up to here a look at every key is faster than an index.</summary>
    private const int ScanLimit = 16;

    private YamlEntry[] _entries = new YamlEntry[4];
    private Dictionary<string, YamlScalar>? _names;
    private int _count;

    /// <summary>Takes a key.</summary>
    /// <param name="node">What stands in its place.</param>
    /// <returns>The key; null, after the finding that is due, when it is none.</returns>
    public YamlScalar? ReadName(YamlNode node)
    {
        switch (node)
        {
            case YamlScalar { Style: YamlScalarStyle.Refused }:
                return null;
            case YamlScalar { Style: YamlScalarStyle.Plain, Value: "<<" }:
                tokens.Report(
                    DiagnosticCodes.YamlMergeKey, node.Mark, "Merge keys ('<<') are not read: what a blueprint says must stand in it.", "Write the keys out.");
                return null;
            case YamlScalar name:
                return name;
            default:
                if (!tokens.IsStopped)
                {
                    tokens.Report(
                        DiagnosticCodes.YamlKeyNotText, node.Mark, "A key must be plain text, not a list or a mapping.",
                        "If this is a '{{...}}' or '[...]' value, put it in quotes.");
                }

                return null;
        }
    }

    /// <summary>Adds a key with its value, unless the key is there already.</summary>
    /// <param name="name">The key; null when it was refused.</param>
    /// <param name="value">The value; null when it was refused with its key.</param>
    public void Add(YamlScalar? name, YamlNode? value)
    {
        if (name is null || value is null)
        {
            return;
        }

        if (FindSame(name) is { } first)
        {
            tokens.Report(
                DiagnosticCodes.KeyDuplicate,
                name.Mark,
                $"The key '{SecretShapes.Excerpt(name.Value)}' was already written on line {first.Mark.Line}, column {first.Mark.Column}.",
                "Keep one of the two.");
            return;
        }

        if (_count == _entries.Length)
        {
            YamlEntry[] larger = new YamlEntry[_count * 2];
            Array.Copy(_entries, larger, _count);
            _entries = larger;
        }

        _entries[_count++] = new YamlEntry(name, value);
        _names?.Add(name.Value, name);
    }

    /// <summary>Makes the mapping.</summary>
    /// <param name="mark">Where it begins.</param>
    /// <returns>The mapping.</returns>
    public YamlMapping ToMapping(YamlMark mark)
    {
        YamlEntry[] entries = new YamlEntry[_count];
        Array.Copy(_entries, entries, _count);
        return new YamlMapping(entries, mark);
    }

    private YamlScalar? FindSame(YamlScalar name)
    {
        if (_count >= ScanLimit)
        {
            return Index().GetValueOrDefault(name.Value);
        }

        for (int at = 0; at < _count; at++)
        {
            if (_entries[at].Key.Value == name.Value)
            {
                return _entries[at].Key;
            }
        }

        return null;
    }

    private Dictionary<string, YamlScalar> Index()
    {
        if (_names is null)
        {
            _names = new Dictionary<string, YamlScalar>(StringComparer.Ordinal);
            for (int at = 0; at < _count; at++)
            {
                _names.Add(_entries[at].Key.Value, _entries[at].Key);
            }
        }

        return _names;
    }
}
