using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using AgentCore.LiteLlm.Blueprints.Reading;
using AgentCore.LiteLlm.Keys;
using AgentCore.LiteLlm.Yaml;

namespace AgentCore.LiteLlm.Blueprints.Settings;

/// <summary>Reads what a blueprint means from the file that was found to be sound: by the descriptions of its keys, and so every one of them.</summary>
internal static class SettingReader
{
    /// <summary>Reads a blueprint.</summary>
    /// <param name="blueprint">The blueprint.</param>
    /// <returns>Its settings; null for one that was made in this process and is in no text.</returns>
    public static Setting.Group? Read(AgentBlueprint blueprint) =>
        blueprint.Source?.FindNode("") is YamlMapping root ? ReadBlock(root, BlueprintKeys.Shape, 1) : null;

    private static Setting.Group ReadBlock(YamlMapping block, BlockShape shape, int line)
    {
        ImmutableSortedDictionary<string, Setting>.Builder members = ImmutableSortedDictionary.CreateBuilder<string, Setting>(StringComparer.Ordinal);
        foreach (BlueprintKey key in shape.Keys)
        {
            YamlEntry entry = Array.Find(block.Entries, e => e.Key.Value == key.Name);
            Setting? written = entry.Key is null || IsNull(entry.Value) ? null : Read(key, entry.Value, entry.Key.Mark.Line);
            if ((written ?? FindDefault(key)) is { } setting)
            {
                members[key.Name] = setting;
            }
        }

        return new Setting.Group(SettingForm.Block, members.ToImmutable(), line);
    }

    private static Setting? Read(BlueprintKey key, YamlNode node, int line) => (key, node) switch
    {
        (BlockKey block, YamlMapping mapping) => ReadBlock(mapping, block.Shape, line),
        (BlockListKey list, YamlSequence items) => ReadList(list, items, line),
        (TextMapKey map, YamlMapping mapping) => ReadMap(map, mapping, line),
        (ValuesKey or SchemaKey, YamlMapping mapping) => new Setting.Value(YamlJson.ToJson(mapping), line),
        (TextListKey or OneOrManyKey, YamlSequence texts) => ReadTexts(key, [.. texts.Items.OfType<YamlScalar>().Select(t => t.Value)], line),
        (OneOrManyKey, YamlScalar text) => ReadTexts(key, [text.Value], line),
        (IntegerListKey, YamlSequence numbers) => new Setting.Value(YamlJson.ToJson(numbers), line),
        (_, YamlScalar scalar) => ReadScalar(key, scalar),
        _ => null,
    };

    private static Setting.Value? ReadScalar(BlueprintKey key, YamlScalar scalar) => key switch
    {
        NumberKey => Of(YamlScalarKinds.ToNumber(scalar.Value), scalar),
        IntegerKey => YamlScalarKinds.ToInteger(scalar.Value) is { } whole ? Of(whole, scalar) : null,
        BooleanKey => Of(scalar.Value[0] is 't' or 'T', scalar),
        ChoiceKey choice => Of(choice.Alias is { } alias && !choice.Words.Contains(scalar.Value) ? choice.Words[alias.Word] : scalar.Value, scalar),
        DurationKey => DurationKey.Parse(scalar.Value) is { } seconds ? Of(seconds, scalar) : null,
        TextKey { IsRequired: false, Form: not TextForm.Plain } when string.IsNullOrWhiteSpace(scalar.Value) => null,
        _ => Of(scalar.Value, scalar),
    };

    private static Setting.Value Of<T>(T value, YamlScalar scalar) => new(JsonSerializer.SerializeToElement(value), scalar.Mark.Line);

    private static Setting.Value ReadTexts(BlueprintKey key, string[] texts, int line) =>
        new(JsonSerializer.SerializeToElement(key.IsOrdered ? texts : [.. texts.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]), line);

    private static Setting.Group ReadMap(TextMapKey key, YamlMapping map, int line)
    {
        ImmutableSortedDictionary<string, Setting>.Builder members = ImmutableSortedDictionary.CreateBuilder<string, Setting>(StringComparer.Ordinal);
        foreach (YamlEntry entry in map.Entries)
        {
            if (entry.Value is YamlScalar text)
            {
                members[key.IgnoresCase ? entry.Key.Value.ToLowerInvariant() : entry.Key.Value] = Of(text.Value, text);
            }
        }

        return new Setting.Group(SettingForm.Map, members.ToImmutable(), line);
    }

    // Where two entries have one name, they are told apart by which comes first.
    private static Setting.Group ReadList(BlockListKey key, YamlSequence items, int line)
    {
        ImmutableSortedDictionary<string, Setting>.Builder members = ImmutableSortedDictionary.CreateBuilder<string, Setting>(StringComparer.Ordinal);
        BlockShape[] shapes = key.Shapes;
        foreach (YamlMapping item in items.Items.OfType<YamlMapping>())
        {
            BlockShape? shape = shapes.Length == 1 ? shapes[0] : Array.Find(shapes, s => item.Find(s.Keys[0].Name) is not null);
            if (shape is null)
            {
                continue;
            }

            Setting.Group block = ReadBlock(item, shape, item.Mark.Line);
            string name = string.Join(
                " -> ", shape.Identity.Select(k => block.Members.TryGetValue(k.Name, out Setting? named) ? named.ToJson().ToString() : ""));
            string free = name;
            for (int next = 2; members.ContainsKey(free); next++)
            {
                free = string.Create(CultureInfo.InvariantCulture, $"{name}#{next}");
            }

            members[free] = block;
        }

        return new Setting.Group(SettingForm.List, members.ToImmutable(), line);
    }

    private static Setting.Value? FindDefault(BlueprintKey key)
    {
        object? value = key switch
        {
            { IsMeantWhenWritten: true } => null,
            TextKey { Default: { } text } => text,
            NumberKey { Default: { } number } => number,
            IntegerKey { Default: { } whole } => whole,
            BooleanKey flag => flag.Default,
            ChoiceKey { Default: >= 0 } choice => choice.Words[choice.Default],
            TextListKey { Minimum: 0 } => Array.Empty<string>(),
            _ => null,
        };
        return value is null ? null : new Setting.Value(JsonSerializer.SerializeToElement(value), 0);
    }

    private static bool IsNull(YamlNode node) => node is YamlScalar scalar && YamlScalarKinds.KindOf(scalar) == YamlScalarKind.Null;
}
