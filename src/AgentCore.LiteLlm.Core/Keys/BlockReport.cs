using System.Globalization;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Protection.Detection;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Variables;
using AgentCore.LiteLlm.Yaml;

namespace AgentCore.LiteLlm.Keys;

/// <summary>Says what is wrong with a key or a value. Nothing here runs for a blueprint without mistakes, save the look for unknown keys.</summary>
internal static class BlockReport
{
    /// <summary>Reports every key that the block does not have.</summary>
    /// <param name="block">The block.</param>
    /// <param name="node">Its mapping.</param>
    public static void UnknownKeys(BlockReader block, YamlMapping node)
    {
        foreach (YamlEntry entry in node.Entries)
        {
            if (block.Shape.Find(entry.Key.Value) is null)
            {
                UnknownKey(block, entry.Key);
            }
        }
    }

    /// <summary>Reports a required key that is not there.</summary>
    /// <param name="block">The block.</param>
    /// <param name="key">The key.</param>
    public static void Missing(BlockReader block, BlueprintKey key) => block.Findings.Error(
        DiagnosticCodes.KeyMissing,
        new ValuePath(block, key.Name).At(block.Mark),
        $"'{new ValuePath(block, key.Name)}' is required and not there.",
        key.Example is null ? $"Add '{key.Name}', which must be {key.Expected}." : $"Add '{key.Name}', for example '{key.Name}: {key.Example}'.");

    /// <summary>Reports a key without a value.</summary>
    /// <param name="scalar">The empty value.</param>
    /// <param name="key">The key.</param>
    /// <param name="place">Where it stands.</param>
    public static void NoValue(YamlScalar scalar, BlueprintKey key, ValuePath place) => Add(
        scalar,
        DiagnosticCodes.ValueMissing,
        place,
        $"'{place}' has no value; it must be {ExpectedAt(key, place)}.",
        key is BlockKey or BlockListKey ? "Write what belongs to it below, indented further than the key; or delete the key."
            : key.IsRequired ? "Give it a value." : "Give it a value, or delete the key.");

    private static string ExpectedAt(BlueprintKey key, ValuePath place) =>
        key is TextMapKey { Form: TextForm.VariableName } && place.Entry is not null ? "the name of an environment variable"
        : place.Entry is not null || place.Index >= 0 ? "text"
        : key.Expected;

    /// <summary>Reports a value of the wrong kind.</summary>
    /// <param name="node">The value.</param>
    /// <param name="expected">What it must be.</param>
    /// <param name="place">Where it stands.</param>
    public static void WrongKind(YamlNode node, string expected, ValuePath place)
    {
        if (node is YamlScalar { Style: YamlScalarStyle.Refused })
        {
            return;
        }

        string? suggestion = node is YamlScalar { Style: not YamlScalarStyle.Plain } scalar && IsBare(scalar)
            ? "Write it without quotes."
            : node is YamlScalar { Style: YamlScalarStyle.Plain } plain && LikelyNumber(plain.Value) is { } number ? $"Write {number}."
            : expected.Contains("list", StringComparison.Ordinal) ? "Write each entry on a line of its own, with '- ' before it."
            : expected.Contains("mapping", StringComparison.Ordinal) && place.Index >= 0 ? "Write 'key: value' in its place."
            : expected.Contains("mapping", StringComparison.Ordinal) ? "Write its keys below it, each on a line of its own and indented further."
            : $"Write {expected}.";
        Add(node, DiagnosticCodes.TypeMismatch, place, $"'{place}' must be {expected}, not {Describe(node)}.", suggestion);
    }

    /// <summary>Reports a value that must be text.</summary>
    /// <param name="node">The value.</param>
    /// <param name="expected">What it must be.</param>
    /// <param name="place">Where it stands.</param>
    public static void NotText(YamlNode node, string expected, ValuePath place) => Add(
        node,
        DiagnosticCodes.TypeMismatch,
        place,
        $"'{place}' must be {expected}, not {Describe(node)}.",
        node is YamlScalar { Value.Length: > 0 } scalar && YamlScalarKinds.KindOf(scalar) != YamlScalarKind.Null
            ? $"Put it in quotes: \"{SecretShapes.Excerpt(scalar.Value)}\"."
            : node is YamlMapping && place.Block.Findings.Source.HasAt(node.Mark.Line, node.Mark.Column, '{')
            ? "A text that begins with '{' must stand in quotes."
            : null);

    /// <summary>Reports a value that must be true or false.</summary>
    /// <param name="node">The value.</param>
    /// <param name="place">Where it stands.</param>
    public static void NotFlag(YamlNode node, ValuePath place)
    {
        if (node is YamlScalar { Style: YamlScalarStyle.Plain } scalar && YamlScalarKinds.FindOtherReading(scalar.Value) == "a boolean")
        {
            string meant = scalar.Value[0] is 'y' or 'Y' || scalar.Value is ['o' or 'O', 'n' or 'N'] ? "true" : "false";
            Add(node, DiagnosticCodes.TypeMismatch, place, $"'{place}' must be true or false; '{scalar.Value}' is text in YAML 1.2.", $"Write {meant}.");
            return;
        }

        WrongKind(node, "true or false", place);
    }

    /// <summary>Reports a number beyond its limits.</summary>
    /// <param name="scalar">The number.</param>
    /// <param name="expected">What it must be.</param>
    /// <param name="place">Where it stands.</param>
    public static void OutOfRange(YamlScalar scalar, string expected, ValuePath place) => Add(
        scalar, DiagnosticCodes.ValueOutOfRange, place, $"'{place}' must be {expected}, not {SecretShapes.Excerpt(scalar.Value)}.",
        "Stay within the range.");

    /// <summary>Reports a list that is too short or too long.</summary>
    /// <param name="mark">Where the list begins.</param>
    /// <param name="key">The key.</param>
    /// <param name="place">Where it stands.</param>
    /// <param name="count">How many entries it has.</param>
    public static void WrongCount(YamlMark mark, BlueprintKey key, ValuePath place, int count) => place.Block.Findings.Error(
        DiagnosticCodes.ValueOutOfRange,
        place.At(mark),
        string.Create(CultureInfo.InvariantCulture, $"'{place}' must be {key.Expected}; it has {count}."));

    /// <summary>Reports a word that is none of those allowed.</summary>
    /// <param name="scalar">The word.</param>
    /// <param name="key">The key.</param>
    /// <param name="place">Where it stands.</param>
    public static void UnknownWord(YamlScalar scalar, ChoiceKey key, ValuePath place)
    {
        if (scalar.Style != YamlScalarStyle.Refused)
        {
            string? near = NearestName.Find(scalar.Value, key.Words);
            Add(
                scalar,
                DiagnosticCodes.ValueUnknown,
                place,
                $"'{place}' must be {key.Expected}, not '{SecretShapes.Excerpt(scalar.Value)}'.",
                near is not null && InvisibleCharacters.FindIn(scalar.Value) is { } hidden ? $"It holds {hidden}: write '{near}' without it."
                    : near is not null ? $"Did you mean '{near}'?"
                    : key.Instead ?? $"Write {key.Expected}.");
        }
    }

    /// <summary>Reports an entry of a list that has none of the shapes it may have.</summary>
    /// <param name="mapping">The entry.</param>
    /// <param name="shapes">The shapes.</param>
    /// <param name="place">Where it stands.</param>
    public static void NoShape(YamlMapping mapping, BlockShape[] shapes, ValuePath place) => Add(
        mapping,
        DiagnosticCodes.KeyMissing,
        place,
        $"'{place}' needs one of the keys {string.Join(", ", shapes.Select(s => $"'{s.Keys[0].Name}'"))}.",
        $"Write one of them: {string.Join(" or ", shapes.Select(s => $"'{s.Keys[0].Name}: ...'"))}.");

    /// <summary>Reports text that other readers of YAML take for something else.</summary>
    /// <param name="scalar">The text.</param>
    /// <param name="other">What they take it for.</param>
    /// <param name="place">Where it stands.</param>
    public static void Ambiguous(YamlScalar scalar, string other, ValuePath place)
    {
        if (place.Block.Document.IsOursAlone)
        {
            return;
        }

        string here = other switch { "an octal number" => "a decimal number", "text" => "an octal number", _ => "text" };
        place.Block.Findings.Warn(
            DiagnosticCodes.ScalarAmbiguous,
            place.At(scalar.Mark),
            $"'{SecretShapes.Excerpt(scalar.Value)}' is {here} here, but YAML 1.1 readers, the Python loader among them, take it for {other}.",
            other switch { "an octal number" => "Write it without leading zeros.", "text" => "Write it as a decimal number.", _ => "Put it in quotes." });
    }

    /// <summary>Reports a time that is none.</summary>
    /// <param name="node">What stands there.</param>
    /// <param name="key">The key.</param>
    /// <param name="place">Where it stands.</param>
    public static void NotDuration(YamlNode node, BlueprintKey key, ValuePath place) => Add(
        node,
        DiagnosticCodes.TypeMismatch,
        place,
        $"'{place}' must be {key.Expected}{(IsNumber(node) ? "; a number alone does not say of what" : $", not {Describe(node)}")}.",
        "Write for example '500ms', '2s' or '1.5min'.");

    private static bool IsNumber(YamlNode node) =>
        node is YamlScalar scalar && YamlScalarKinds.KindOf(scalar) is YamlScalarKind.Integer or YamlScalarKind.Number;

    /// <summary>Checks what a text looks like, and reports it if it is wrong.</summary>
    /// <param name="scalar">The text.</param>
    /// <param name="form">What it must look like.</param>
    /// <param name="place">Where it stands.</param>
    /// <returns>True when it is right.</returns>
    public static bool HasForm(YamlScalar scalar, TextForm form, ValuePath place)
    {
        if (form == TextForm.VariableName)
        {
            return VariableTemplate.IsVariableName(scalar.Value) || NotVariableName(scalar, place);
        }

        if (form == TextForm.Pattern)
        {
            return IsPattern(scalar, place);
        }

        if (!scalar.Value.Contains("${", StringComparison.Ordinal) || VariableTemplate.Read(scalar.Value, out string? problem, out int offset) is not null)
        {
            return true;
        }

        int within = place.Block.Findings.Source.OffsetAt(scalar.Mark.Line, scalar.Mark.Column, scalar.Value, offset);
        YamlMark mark = scalar.Mark with { Column = scalar.Mark.Column + within };
        place.Block.Findings.Error(
            DiagnosticCodes.TemplateInvalid, place.At(mark), $"In '{place}' {problem}", "Write '${NAME}', '${NAME:-default}', or '$${' for a literal '${'.");
        return false;
    }

    private static bool IsPattern(YamlScalar scalar, ValuePath place)
    {
        if (SafeRegex.Read(scalar.Value, $"'{place}'", out string? problem) is not null)
        {
            return true;
        }

        Add(
            scalar,
            DiagnosticCodes.PatternInvalid,
            place,
            problem!,
            "Write a regular expression of .NET without lookarounds and backreferences; in YAML it is safest in single quotes.");
        return false;
    }

    private static bool NotVariableName(YamlScalar scalar, ValuePath place)
    {
        string name = VariableNames.FindIn(scalar.Value) ?? "";
        bool isReference = VariableTemplate.IsVariableName(name);
        Add(
            scalar,
            DiagnosticCodes.VariableNameInvalid,
            place,
            $"'{place}' must hold the name of an environment variable: letters, digits and underscores. What stands there is not shown, in case it is the "
                + "value itself.",
            isReference && VariableNames.IsPlausible(name)
                ? $"Write the bare name: {SecretShapes.Excerpt(name)}."
                : "Put the value into an environment variable and write that variable's name here. A real credential that stood in a file should be revoked.");
        return false;
    }

    private static void UnknownKey(BlockReader block, YamlScalar key)
    {
        if (CredentialKeys.Judge(key.Value) is KeyPromise.Token or KeyPromise.Password && block.Node.Find(key.Value) is { } value)
        {
            KeyInFile(block, key, value);
            return;
        }

        bool isClosed = block.Shape.IsClosed;
        string where = block.Path.Length == 0 ? block.Shape.DocumentName : $"'{block.Path}'";
        block.Findings.Add(
            isClosed ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
            DiagnosticCodes.KeyUnknown,
            new ValuePath(block, key.Value).At(key.Mark),
            $"'{SecretShapes.Excerpt(key.Value)}' is not a key of {where}{(isClosed ? "." : "; the framework drops it in silence.")}",
            block.Findings.IsFull ? null : KeyAdvice.For(key.Value, block.Shape, block.Document));
    }

    // Whatever stands there: a key that is none today is replaced by one tomorrow.
    private static void KeyInFile(BlockReader block, YamlScalar key, YamlNode value)
    {
        string shown = SecretShapes.Excerpt(key.Value);
        string? variable = value is YamlScalar scalar && VariableNames.FindIn(scalar.Value) is { } name && VariableNames.IsPlausible(name) ? name : null;
        string home = block.Path == "model" ? "" : " under 'model'";
        block.Findings.Error(
            DiagnosticCodes.KeyInFile,
            new ValuePath(block, key.Value).At(key.Mark),
            $"'{shown}' is not a key of {(block.Path.Length == 0 ? block.Shape.DocumentName : $"'{block.Path}'")}, and no key or password ever stands in "
                + "the file.",
            variable is null
                ? $"Put it into an environment variable, and write that variable's name{home}: 'api_key_env: LITELLM_API_KEY'."
                : $"Write the bare name of the variable{home}: 'api_key_env: {SecretShapes.Excerpt(variable)}'.");
    }

    private static string Describe(YamlNode node) => node switch
    {
        YamlMapping => "a mapping",
        YamlSequence => "a list",
        YamlScalar scalar => YamlScalarKinds.KindOf(scalar) switch
        {
            YamlScalarKind.Null => "nothing",
            YamlScalarKind.Boolean => "true or false",
            YamlScalarKind.Integer or YamlScalarKind.Number => "a number",
            _ => scalar.Style is YamlScalarStyle.SingleQuoted or YamlScalarStyle.DoubleQuoted ? "text in quotes" : "text",
        },
        _ => "something else",
    };

    private static bool IsBare(YamlScalar scalar) =>
        YamlScalarKinds.KindOf(new YamlScalar(scalar.Value, YamlScalarStyle.Plain, scalar.Mark)) is YamlScalarKind.Boolean or YamlScalarKind.Integer
            or YamlScalarKind.Number;

    // 4_096 and 4096.0 are meant as 4096.
    private static string? LikelyNumber(string text)
    {
        string digits = text.Replace("_", "", StringComparison.Ordinal).Replace(",", "", StringComparison.Ordinal);
        int point = digits.IndexOf('.', StringComparison.Ordinal);
        string whole = point > 0 && digits.AsSpan(point + 1).Trim('0').IsEmpty ? digits[..point] : digits;
        return whole.Length is > 0 and < 10 && whole != text && whole.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0 ? whole : null;
    }

    private static void Add(YamlNode node, string code, ValuePath place, string message, string? suggestion)
    {
        if (node is not YamlScalar { Style: YamlScalarStyle.Refused })
        {
            place.Block.Findings.Error(code, place.At(node.Mark), message, suggestion);
        }
    }
}
