using System.Globalization;
using System.Text;
using AgentCore.LiteLlm.Blueprints.Reading;
using AgentCore.LiteLlm.Keys;

namespace AgentCore.LiteLlm.Tests.Support;

/// <summary>The tables of docs/blueprint.md that list every key, written from the definitions that the reader uses.</summary>
internal static class KeyTables
{
    /// <summary>Writes the tables.</summary>
    /// <returns>A heading and a table for every block, as Markdown.</returns>
    public static string Write()
    {
        StringBuilder text = new();
        WriteBlock(text, "", "The whole blueprint", BlueprintKeys.Shape);
        return text.ToString();
    }

    private static void WriteBlock(StringBuilder text, string prefix, string heading, BlockShape shape)
    {
        text.Append(CultureInfo.InvariantCulture, $"### {heading}\n\n");
        text.Append(shape.IsClosed ? "Any other key here is an error.\n\n" : "");
        text.Append("| key | type | default | range | meaning |\n|---|---|---|---|---|\n");
        foreach (BlueprintKey key in shape.Keys)
        {
            text.Append(CultureInfo.InvariantCulture, $"| `{prefix}{key.Name}` | {TypeOf(key)} | {DefaultOf(key)} | {RangeOf(key)} | {MeaningOf(key)} |\n");
        }

        text.Append('\n');
        foreach (BlueprintKey key in shape.Keys)
        {
            string path = prefix + key.Name;
            switch (key)
            {
                case BlockKey block:
                    WriteBlock(text, $"{path}.", $"`{path}`", block.Shape);
                    break;
                case BlockListKey { Shapes: [var only] }:
                    WriteBlock(text, $"{path}[].", $"An entry of `{path}`", only);
                    break;
                case BlockListKey list:
                    foreach (BlockShape one in list.Shapes)
                    {
                        WriteBlock(text, $"{path}[].", $"An entry of `{path}` with `{one.Keys[0].Name}`", one);
                    }

                    break;
            }
        }
    }

    private static string TypeOf(BlueprintKey key) => key switch
    {
        TextKey { Form: TextForm.VariableName } => "variable name",
        TextKey { Form: TextForm.Template } => "template",
        TextKey => "text",
        NumberKey => "number",
        IntegerKey => "whole number",
        BooleanKey => "true or false",
        ChoiceKey => "word",
        TextListKey => "list of text",
        IntegerListKey => "list of whole numbers",
        TextMapKey { Form: TextForm.VariableName } => "mapping of names to variable names",
        TextMapKey => "mapping of names to text",
        SchemaKey => "name, path or JSON Schema",
        BlockKey => "block",
        BlockListKey => "list of blocks",
        OneOrManyKey => "text, or list of text",
        ValuesKey => "mapping of names to values",
        _ => throw new NotSupportedException($"docs/blueprint.md has no word for a {key.GetType().Name}."),
    };

    private static string DefaultOf(BlueprintKey key) => key switch
    {
        { IsRequired: true } => "**required**",
        TextKey { Default: "" } => "empty",
        TextKey { Default: { } text } => $"`{text}`",
        NumberKey { Default: { } number } => number.ToString(CultureInfo.InvariantCulture),
        IntegerKey { Default: { } whole } => whole.ToString(CultureInfo.InvariantCulture),
        BooleanKey flag => flag.Default ? "`true`" : "`false`",
        ChoiceKey { Default: >= 0 } choice => $"`{choice.Words[choice.Default]}`",
        TextListKey or IntegerListKey or TextMapKey or BlockListKey or ValuesKey or OneOrManyKey => "empty",
        _ => "none",
    };

    private static string RangeOf(BlueprintKey key) => key switch
    {
        NumberKey number => string.Create(CultureInfo.InvariantCulture, $"{number.Minimum} to {number.Maximum}"),
        IntegerKey { Minimum: int.MinValue, Maximum: int.MaxValue } => "",
        IntegerKey { Maximum: int.MaxValue } whole => string.Create(CultureInfo.InvariantCulture, $"at least {whole.Minimum}"),
        IntegerKey whole => string.Create(CultureInfo.InvariantCulture, $"{whole.Minimum} to {whole.Maximum}"),
        TextKey { Longest: { } most } => string.Create(CultureInfo.InvariantCulture, $"at most {most} characters"),
        ChoiceKey choice => string.Join(", ", choice.Words.Select(word => $"`{word}`")),
        IntegerListKey list => string.Create(CultureInfo.InvariantCulture, $"{list.Count} numbers"),
        TextListKey { Minimum: > 0 } list => string.Create(CultureInfo.InvariantCulture, $"{list.Minimum} or more"),
        BlockListKey { Minimum: > 0 } list => string.Create(CultureInfo.InvariantCulture, $"{list.Minimum} or more"),
        _ => "",
    };

    private static string MeaningOf(BlueprintKey key) =>
        key.Description.Replace("|", "\\|", StringComparison.Ordinal) + (key.Example is null ? "" : $" Example: `{key.Example}`.");
}
