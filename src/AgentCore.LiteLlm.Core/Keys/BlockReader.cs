using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Runtime.InteropServices;
using System.Text.Json;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Yaml;

namespace AgentCore.LiteLlm.Keys;

/// <summary>Reads the keys of one block, each as what its description says, and notes everything that is not so.</summary>
internal sealed class BlockReader
{
    private readonly ValuePath _place;

    private BlockReader(YamlMapping node, BlockShape shape, ValuePath place, Findings findings)
    {
        Node = node;
        _place = place;
        Shape = shape;
        Findings = findings;
        BlockReport.UnknownKeys(this, node);
    }

    /// <summary>Gets the mapping that the block is in the file.</summary>
    public YamlMapping Node { get; }

    /// <summary>Gets the keys that the block may have.</summary>
    public BlockShape Shape { get; }

    /// <summary>Gets the keys of the whole file.</summary>
    public BlockShape Document => _place.Block is { } outer ? outer.Document : Shape;

    /// <summary>Gets where findings go.</summary>
    public Findings Findings { get; }

    /// <summary>Gets the path of the block; empty for the whole blueprint.</summary>
    public string Path => _place.Block is null ? "" : _place.ToString();

    /// <summary>Gets the place where the block begins.</summary>
    public YamlMark Mark => Node.Mark;

    /// <summary>Begins with the whole blueprint.</summary>
    /// <param name="node">Its mapping.</param>
    /// <param name="shape">Its keys.</param>
    /// <param name="findings">Where findings go.</param>
    /// <returns>The reader of the whole blueprint.</returns>
    public static BlockReader Root(YamlMapping node, BlockShape shape, Findings findings) => new(node, shape, default, findings);

    /// <summary>Says whether the block has a key, with whatever value.</summary>
    /// <param name="key">The key.</param>
    /// <returns>True when it is written.</returns>
    public bool Has(BlueprintKey key) => Node.Find(key.Name) is not null;

    /// <summary>Finds an earlier name in a mapping of free names that differs at most in case.</summary>
    /// <param name="key">The key of the mapping.</param>
    /// <param name="name">The name.</param>
    /// <returns>The earlier name, or null when there is none.</returns>
    public YamlScalar? FindSameName(TextMapKey key, YamlScalar name)
    {
        foreach (YamlEntry entry in ((YamlMapping)Node.Find(key.Name)!).Entries)
        {
            if (ReferenceEquals(entry.Key, name))
            {
                return null;
            }

            if (string.Equals(entry.Key.Value, name.Value, StringComparison.OrdinalIgnoreCase))
            {
                return entry.Key;
            }
        }

        return null;
    }

    /// <summary>Says where a finding about the value of a key belongs.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The place of the value; that of the block where the key is not there.</returns>
    public TextPlace PlaceOf(BlueprintKey key) => new ValuePath(this, key.Name).At(Node.Find(key.Name)?.Mark ?? Mark);

    /// <summary>Reads text that must be there.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The text; empty, with a finding, when there is none.</returns>
    public string RequiredText(TextKey key) => Text(key) ?? "";

    /// <summary>Reads text.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The text, or what its absence stands for.</returns>
    public string? Text(TextKey key) =>
        BlockNodes.Find(this, key) is { } node ? ScalarReader.Text(node, key, key.Form, new ValuePath(this, key.Name)) : key.Default;

    /// <summary>Reads a number.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The number, or what its absence stands for.</returns>
    public double? Number(NumberKey key) =>
        BlockNodes.Find(this, key) is { } node ? ScalarReader.Number(node, key, new ValuePath(this, key.Name)) : key.Default;

    /// <summary>Reads a whole number.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The number, or what its absence stands for.</returns>
    public int? Integer(IntegerKey key) =>
        BlockNodes.Find(this, key) is { } node ? ScalarReader.Integer(node, key, key.Minimum, key.Maximum, new ValuePath(this, key.Name)) : key.Default;

    /// <summary>Reads a number that is there or has a default.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The number; 0, with a finding, when there is none.</returns>
    public double RequiredNumber(NumberKey key) => Number(key) ?? 0;

    /// <summary>Reads a whole number that is there or has a default.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The number; 0, with a finding, when there is none.</returns>
    public int RequiredInteger(IntegerKey key) => Integer(key) ?? 0;

    /// <summary>Reads true or false.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The value, or what its absence stands for.</returns>
    public bool Boolean(BooleanKey key) =>
        BlockNodes.Find(this, key) is { } node ? ScalarReader.Boolean(node, key, new ValuePath(this, key.Name)) : key.Default;

    /// <summary>Reads a word.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The position of the word, or of the one its absence stands for; -1 when that is none.</returns>
    public int Choice(ChoiceKey key) => BlockNodes.Find(this, key) is { } node ? ScalarReader.Choice(node, key, new ValuePath(this, key.Name)) : key.Default;

    /// <summary>Reads a schema, or what names one.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The setting, or null when there is none.</returns>
    public OutputSchemaSetting? Schema(SchemaKey key) => BlockNodes.Find(this, key) switch
    {
        null => null,
        YamlMapping mapping => SchemaReport.Read(mapping, new ValuePath(this, key.Name)) is { } schema ? new OutputSchemaSetting { Schema = schema } : null,
        { } node =>
            ScalarReader.Text(node, key, TextForm.Plain, new ValuePath(this, key.Name)) is { } name ? new OutputSchemaSetting { Reference = name } : null,
    };

    /// <summary>Reads a list of texts.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The texts; empty when there are none.</returns>
    public ImmutableArray<string> Texts(TextListKey key)
    {
        if (BlockNodes.FindList(this, key, key.Minimum, int.MaxValue) is not { Length: > 0 } items)
        {
            return [];
        }

        string[] texts = new string[items.Length];
        for (int at = 0; at < items.Length; at++)
        {
            texts[at] = ScalarReader.Text(items[at], key, TextForm.Plain, new ValuePath(this, key.Name, at)) ?? "";
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(texts);
    }

    /// <summary>Reads what is written once or as a list, each entry a text or a block.</summary>
    /// <typeparam name="T">What each entry becomes.</typeparam>
    /// <param name="key">The key.</param>
    /// <param name="fromText">Reads a text.</param>
    /// <param name="fromBlock">Reads a block; null where only text may stand.</param>
    /// <returns>The entries; empty when there are none.</returns>
    public ImmutableArray<T> OneOrMany<T>(OneOrManyKey key, Func<string, T> fromText, Func<BlockReader, T>? fromBlock = null)
    {
        YamlNode[] items = BlockNodes.Find(this, key) switch
        {
            null => [],
            YamlSequence => BlockNodes.FindList(this, key, 1, int.MaxValue) ?? [],
            { } single => [single],
        };
        bool isList = Node.Find(key.Name) is YamlSequence;
        ImmutableArray<T>.Builder entries = ImmutableArray.CreateBuilder<T>(items.Length);
        for (int at = 0; at < items.Length; at++)
        {
            ValuePath place = new(this, key.Name, isList ? at : -1);
            if (items[at] is YamlMapping mapping && key.Shape is { } shape && fromBlock is not null)
            {
                entries.Add(fromBlock(new BlockReader(mapping, shape, place, Findings)));
            }
            else if (ScalarReader.Text(items[at], key, key.Form, place) is { } text)
            {
                entries.Add(fromText(text));
            }
        }

        return entries.DrainToImmutable();
    }

    /// <summary>Reads a time.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The time, or null when there is none.</returns>
    public TimeSpan? Duration(DurationKey key) =>
        BlockNodes.Find(this, key) is { } node ? ScalarReader.Duration(node, key, new ValuePath(this, key.Name)) : null;

    /// <summary>Reads a mapping of any values as the JSON that means the same.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The JSON object, or null when there is none.</returns>
    public JsonElement? Json(ValuesKey key) => BlockNodes.FindMapping(this, key) is { } mapping ? YamlJson.ToJson(mapping) : null;

    /// <summary>Reads a list of whole numbers.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The numbers; empty when there are none.</returns>
    public ImmutableArray<int> Integers(IntegerListKey key)
    {
        if (BlockNodes.FindList(this, key, key.Count, key.Count) is not { } items)
        {
            return [];
        }

        int[] numbers = new int[items.Length];
        for (int at = 0; at < items.Length; at++)
        {
            numbers[at] = ScalarReader.Integer(items[at], key, int.MinValue, int.MaxValue, new ValuePath(this, key.Name, at)) ?? 0;
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(numbers);
    }

    /// <summary>Reads a mapping of free names to texts.</summary>
    /// <param name="key">The key.</param>
    /// <param name="check">What else must hold for a name; null when nothing must.</param>
    /// <returns>The mapping, in the order of the file; empty when there is none.</returns>
    public IReadOnlyDictionary<string, string> Map(TextMapKey key, Action<YamlScalar, ValuePath>? check = null)
    {
        if (BlockNodes.FindMapping(this, key) is not { Entries.Length: > 0 } mapping)
        {
            return ReadOnlyDictionary<string, string>.Empty;
        }

        Dictionary<string, string> map = new(mapping.Entries.Length, key.IgnoresCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        foreach (YamlEntry entry in mapping.Entries)
        {
            ValuePath place = new(this, key.Name, -1, entry.Key.Value);
            check?.Invoke(entry.Key, place);
            map.TryAdd(entry.Key.Value, ScalarReader.Text(entry.Value, key, key.Form, place) ?? "");
        }

        return new ReadOnlyDictionary<string, string>(map);
    }

    /// <summary>Reads a block inside this one.</summary>
    /// <typeparam name="T">What it becomes.</typeparam>
    /// <param name="key">The key.</param>
    /// <param name="read">Reads it.</param>
    /// <returns>The block, or null when it is not there or is none.</returns>
    public T? Block<T>(BlockKey key, Func<BlockReader, T> read)
        where T : class =>
        BlockNodes.FindMapping(this, key) is { } mapping ? read(new BlockReader(mapping, key.Shape, new ValuePath(this, key.Name), Findings)) : null;

    /// <summary>Reads a list of blocks.</summary>
    /// <typeparam name="T">What each becomes.</typeparam>
    /// <param name="key">The key.</param>
    /// <param name="read">Reads one of them.</param>
    /// <returns>The blocks; empty when there are none.</returns>
    public ImmutableArray<T> Blocks<T>(BlockListKey key, Func<BlockReader, T> read)
        where T : class
    {
        if (BlockNodes.FindList(this, key, key.Minimum, int.MaxValue) is not { Length: > 0 } items)
        {
            return [];
        }

        BlockShape[] shapes = key.Shapes;
        ImmutableArray<T>.Builder blocks = ImmutableArray.CreateBuilder<T>(items.Length);
        for (int at = 0; at < items.Length; at++)
        {
            ValuePath place = new(this, key.Name, at);
            if (items[at] is not YamlMapping mapping)
            {
                BlockReport.WrongKind(items[at], "a mapping of keys to values", place);
            }
            else if (BlockNodes.FindShape(mapping, shapes, place) is { } shape)
            {
                blocks.Add(read(new BlockReader(mapping, shape, place, Findings)));
            }
        }

        return blocks.DrainToImmutable();
    }
}
