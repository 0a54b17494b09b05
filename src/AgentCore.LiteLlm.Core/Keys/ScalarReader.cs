using AgentCore.LiteLlm.Yaml;

namespace AgentCore.LiteLlm.Keys;

/// <summary>Reads single values, each as what its key says it is.</summary>
internal static class ScalarReader
{
    /// <summary>Reads text.</summary>
    /// <param name="node">The value.</param>
    /// <param name="key">What it belongs to.</param>
    /// <param name="form">What it must look like.</param>
    /// <param name="place">Where it stands.</param>
    /// <returns>The text, or null when there is none.</returns>
    public static string? Text(YamlNode node, BlueprintKey key, TextForm form, ValuePath place)
    {
        YamlScalar? scalar = node as YamlScalar;
        YamlScalarKind kind = scalar is null ? YamlScalarKind.Null : YamlScalarKinds.KindOf(scalar);
        if (scalar is not null && kind == YamlScalarKind.Null)
        {
            BlockReport.NoValue(scalar, key, place);
            return null;
        }

        if (scalar is null || kind != YamlScalarKind.Text)
        {
            BlockReport.NotText(node, form == TextForm.VariableName ? "the name of an environment variable" : "text", place);
            return null;
        }

        if (scalar.Style == YamlScalarStyle.Refused)
        {
            return null;
        }

        if (key is OneOrManyKey && scalar.Value.Length == 0)
        {
            BlockReport.NoValue(scalar, key, place);
            return null;
        }

        if (string.IsNullOrWhiteSpace(scalar.Value) && (key.IsRequired || form != TextForm.Plain))
        {
            if (key.IsRequired || key is TextMapKey or OneOrManyKey)
            {
                BlockReport.NoValue(scalar, key, place);
            }

            return null;
        }

        if (scalar.Style == YamlScalarStyle.Plain && YamlScalarKinds.FindOtherReading(scalar.Value) is { } other)
        {
            BlockReport.Ambiguous(scalar, other, place);
        }

        if (key is TextKey { Longest: { } most } && scalar.Value.Length > most)
        {
            BlockReport.OutOfRange(scalar, key.Expected, place);
            return null;
        }

        return form == TextForm.Plain || BlockReport.HasForm(scalar, form, place) ? scalar.Value : null;
    }

    /// <summary>Reads a number.</summary>
    /// <param name="node">The value.</param>
    /// <param name="key">What it belongs to.</param>
    /// <param name="place">Where it stands.</param>
    /// <returns>The number, or null when it is none.</returns>
    public static double? Number(YamlNode node, NumberKey key, ValuePath place)
    {
        if (node is not YamlScalar scalar || YamlScalarKinds.KindOf(scalar) is not (YamlScalarKind.Integer or YamlScalarKind.Number))
        {
            BlockReport.WrongKind(node, key.Expected, place);
            return null;
        }

        double number = YamlScalarKinds.ToNumber(scalar.Value);
        if (number >= key.Minimum && number <= key.Maximum)
        {
            return number;
        }

        BlockReport.OutOfRange(scalar, key.Expected, place);
        return null;
    }

    /// <summary>Reads a whole number.</summary>
    /// <param name="node">The value.</param>
    /// <param name="key">What it belongs to.</param>
    /// <param name="minimum">The smallest allowed.</param>
    /// <param name="maximum">The largest allowed.</param>
    /// <param name="place">Where it stands.</param>
    /// <returns>The number, or null when it is none.</returns>
    public static int? Integer(YamlNode node, BlueprintKey key, int minimum, int maximum, ValuePath place)
    {
        if (node is not YamlScalar scalar || YamlScalarKinds.KindOf(scalar) != YamlScalarKind.Integer)
        {
            BlockReport.WrongKind(node, key is IntegerKey ? key.Expected : "a whole number", place);
            return null;
        }

        if (YamlScalarKinds.ToInteger(scalar.Value) is { } number && number >= minimum && number <= maximum)
        {
            if (scalar.Value is ['0', >= '0' and <= '9', ..])
            {
                BlockReport.Ambiguous(scalar, "an octal number", place);
            }
            else if (scalar.Value is ['0', 'o', ..])
            {
                BlockReport.Ambiguous(scalar, "text", place);
            }

            return (int)number;
        }

        BlockReport.OutOfRange(scalar, key is IntegerKey ? key.Expected : "a whole number", place);
        return null;
    }

    /// <summary>Reads a time with its unit.</summary>
    /// <param name="node">The value.</param>
    /// <param name="key">What it belongs to.</param>
    /// <param name="place">Where it stands.</param>
    /// <returns>The time, or null when it is none.</returns>
    public static TimeSpan? Duration(YamlNode node, DurationKey key, ValuePath place)
    {
        if (node is not YamlScalar { Style: not YamlScalarStyle.Refused } scalar || DurationKey.Parse(scalar.Value) is not { } seconds)
        {
            BlockReport.NotDuration(node, key, place);
            return null;
        }

        if (seconds > 0 && seconds <= DurationKey.MostSeconds)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        BlockReport.OutOfRange(scalar, key.Expected, place);
        return null;
    }

    /// <summary>Reads true or false.</summary>
    /// <param name="node">The value.</param>
    /// <param name="key">What it belongs to.</param>
    /// <param name="place">Where it stands.</param>
    /// <returns>The value; what the key's absence stands for when it is neither.</returns>
    public static bool Boolean(YamlNode node, BooleanKey key, ValuePath place)
    {
        if (node is YamlScalar scalar && YamlScalarKinds.KindOf(scalar) == YamlScalarKind.Boolean)
        {
            return scalar.Value[0] is 't' or 'T';
        }

        BlockReport.NotFlag(node, place);
        return key.Default;
    }

    /// <summary>Reads a word.</summary>
    /// <param name="node">The value.</param>
    /// <param name="key">What it belongs to.</param>
    /// <param name="place">Where it stands.</param>
    /// <returns>The position of the word; that of the default when it is none of them.</returns>
    public static int Choice(YamlNode node, ChoiceKey key, ValuePath place)
    {
        if (node is not YamlScalar scalar || YamlScalarKinds.KindOf(scalar) != YamlScalarKind.Text)
        {
            BlockReport.WrongKind(node, key.Expected, place);
            return key.Default;
        }

        int word = Array.IndexOf(key.Words, scalar.Value);
        if (word < 0 && key.Alias is { } alias && string.Equals(scalar.Value, alias.Spelling, StringComparison.OrdinalIgnoreCase))
        {
            word = alias.Word;
        }

        if (word >= 0)
        {
            return word;
        }

        BlockReport.UnknownWord(scalar, key, place);
        return key.Default;
    }
}
