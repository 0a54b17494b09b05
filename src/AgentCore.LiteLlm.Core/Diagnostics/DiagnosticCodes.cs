namespace AgentCore.LiteLlm.Diagnostics;

/// <summary>The names of every kind of finding. A name never changes its meaning; docs/blueprint.md explains each.</summary>
public static class DiagnosticCodes
{
    /// <summary>The file holds no value: it is empty or has only comments.</summary>
    public const string DocumentEmpty = nameof(DocumentEmpty);

    /// <summary>The file is larger than 1 MiB.</summary>
    public const string FileTooLarge = nameof(FileTooLarge);

    /// <summary>The file is not UTF-8.</summary>
    public const string EncodingInvalid = nameof(EncodingInvalid);

    /// <summary>A character that is invisible, breaks lines unseen, or reorders text: controls, NEL, LS, PS, lone surrogates, bidirectional controls.</summary>
    public const string CharacterForbidden = nameof(CharacterForbidden);

    /// <summary>The text is not YAML.</summary>
    public const string YamlSyntax = nameof(YamlSyntax);

    /// <summary>Values are nested more than 64 deep.</summary>
    public const string YamlTooDeep = nameof(YamlTooDeep);

    /// <summary>The file holds more than 20,000 values.</summary>
    public const string YamlTooManyNodes = nameof(YamlTooManyNodes);

    /// <summary>A second YAML document follows the first.</summary>
    public const string YamlSecondDocument = nameof(YamlSecondDocument);

    /// <summary>A type tag other than those of plain text, numbers, booleans, lists and mappings.</summary>
    public const string YamlTag = nameof(YamlTag);

    /// <summary>An alias for something other than a scalar, or for nothing.</summary>
    public const string YamlAlias = nameof(YamlAlias);

    /// <summary>A merge key, <c>&lt;&lt;</c>.</summary>
    public const string YamlMergeKey = nameof(YamlMergeKey);

    /// <summary>The key of a mapping is itself a list or a mapping.</summary>
    public const string YamlKeyNotText = nameof(YamlKeyNotText);

    /// <summary>A key is written twice in one mapping.</summary>
    public const string KeyDuplicate = nameof(KeyDuplicate);

    /// <summary>A key that blueprints do not have.</summary>
    public const string KeyUnknown = nameof(KeyUnknown);

    /// <summary>A required key is not there.</summary>
    public const string KeyMissing = nameof(KeyMissing);

    /// <summary>A key stands without a value.</summary>
    public const string ValueMissing = nameof(ValueMissing);

    /// <summary>A value of the wrong kind, such as text for a number.</summary>
    public const string TypeMismatch = nameof(TypeMismatch);

    /// <summary>A number beyond its limits, or a list with too few or too many entries.</summary>
    public const string ValueOutOfRange = nameof(ValueOutOfRange);

    /// <summary>A value that is none of those allowed.</summary>
    public const string ValueUnknown = nameof(ValueUnknown);

    /// <summary>A value without quotes that YAML 1.1 readers, such as the Python loader, take for something else.</summary>
    public const string ScalarAmbiguous = nameof(ScalarAmbiguous);

    /// <summary>A temperature above 1, which the Python loader refuses.</summary>
    public const string TemperatureHigh = nameof(TemperatureHigh);

    /// <summary>A <c>${...}</c> is not written as one.</summary>
    public const string TemplateInvalid = nameof(TemplateInvalid);

    /// <summary>A <c>${NAME}</c> without a default names a variable that is unset or empty.</summary>
    public const string VariableNotSet = nameof(VariableNotSet);

    /// <summary>A field that takes the name of an environment variable holds something else.</summary>
    public const string VariableNameInvalid = nameof(VariableNameInvalid);

    /// <summary>A header name holds a character that HTTP does not allow.</summary>
    public const string HeaderNameInvalid = nameof(HeaderNameInvalid);

    /// <summary>A header that only the transport may set.</summary>
    public const string HeaderReserved = nameof(HeaderReserved);

    /// <summary>Two header names differ only in case.</summary>
    public const string HeaderDuplicate = nameof(HeaderDuplicate);

    /// <summary>There are more than 1,000 findings; the rest are not listed.</summary>
    public const string TooManyFindings = nameof(TooManyFindings);
}
