using System.Globalization;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Yaml;

namespace AgentCore.LiteLlm.Blueprints.Rules;

/// <summary>What a rule looks at: the blueprint as far as it could be read, what is written where, and where findings go.</summary>
internal sealed class RuleScope(AgentBlueprint blueprint, SourceMap source, Findings findings)
{
    /// <summary>Gets the blueprint; what could not be read holds its default, so a rule asks <see cref="IsSound"/> before it relies on a value.</summary>
    public AgentBlueprint Blueprint { get; } = blueprint;

    /// <summary>Says whether a value is written.</summary>
    /// <param name="path">Its path.</param>
    /// <returns>True when the key is there and has a value.</returns>
    public bool Has(string path) =>
        source.FindNode(path) is { } node && (node is not YamlScalar scalar || YamlScalarKinds.KindOf(scalar) != YamlScalarKind.Null);

    /// <summary>Finds what is written for a value, before any reading of it.</summary>
    /// <param name="path">Its path.</param>
    /// <returns>The text, or null when no single value is written there.</returns>
    public string? TextAt(string path) => source.FindNode(path) is YamlScalar { Style: not YamlScalarStyle.Refused } scalar ? scalar.Value : null;

    /// <summary>Says whether a value could be read: a rule about one that could not would only repeat what is said already.</summary>
    /// <param name="path">Its path.</param>
    /// <returns>True when no finding at the value, or inside it, is an error.</returns>
    public bool IsSound(string path) => !findings.HasErrorAt(path);

    /// <summary>Says whether every entry of a list could be read, so that positions are those of the file and no name is lacking.</summary>
    /// <param name="path">The path of the list.</param>
    /// <param name="count">How many entries were read.</param>
    /// <returns>True when there are as many in the file.</returns>
    public bool IsWhole(string path, int count) => source.FindNode(path) is YamlSequence list ? list.Items.Length == count : !Has(path);

    /// <summary>Finds the folder in which other blueprints may lie.</summary>
    /// <returns>The folder; null where the blueprint came from no file, or where nothing beside it is looked at.</returns>
    public BlueprintFolder? FindFolder() => LooksAround ? BlueprintFolder.Of(source.Text.File) : null;

    /// <summary>Gets a value indicating whether what lies beside the blueprint is looked at.</summary>
    public bool LooksAround { get; init; } = true;

    /// <summary>Gets a value indicating whether no more findings are listed.</summary>
    public bool IsFull => findings.IsFull;

    /// <summary>Warns about a setting.</summary>
    /// <param name="code">The kind of finding.</param>
    /// <param name="path">The path of the setting.</param>
    /// <param name="message">What is wrong.</param>
    /// <param name="suggestion">What to do about it.</param>
    public void Warn(string code, string path, string message, string? suggestion) => findings.Warn(code, At(path, path), message, suggestion);

    /// <summary>Reports a setting that the framework refuses.</summary>
    /// <param name="code">The kind of finding.</param>
    /// <param name="path">The path of the setting.</param>
    /// <param name="message">What is wrong.</param>
    /// <param name="suggestion">What to do about it.</param>
    public void Refuse(string code, string path, string message, string? suggestion) => findings.Error(code, At(path, path), message, suggestion);

    /// <summary>Tells what an author may want to know.</summary>
    /// <param name="code">The kind of finding.</param>
    /// <param name="path">The path of the setting.</param>
    /// <param name="at">The path of what the finding is shown at.</param>
    /// <param name="message">What there is to know.</param>
    /// <param name="suggestion">What to do about it.</param>
    public void Tell(string code, string path, string at, string message, string? suggestion) =>
        findings.Add(DiagnosticSeverity.Information, code, At(path, at), message, suggestion);

    /// <summary>Warns about a part of a text.</summary>
    /// <param name="code">The kind of finding.</param>
    /// <param name="path">The path of the setting.</param>
    /// <param name="text">What it says.</param>
    /// <param name="offset">Where in it the part begins, from 0.</param>
    /// <param name="message">What is wrong.</param>
    /// <param name="suggestion">What to do about it.</param>
    public void WarnIn(string code, string path, string text, int offset, string message, string? suggestion) =>
        findings.Warn(code, In(path, text, offset), message, suggestion);

    /// <summary>Reports a part of a text that the framework refuses.</summary>
    /// <param name="code">The kind of finding.</param>
    /// <param name="path">The path of the setting.</param>
    /// <param name="text">What it says.</param>
    /// <param name="offset">Where in it the part begins, from 0.</param>
    /// <param name="message">What is wrong.</param>
    /// <param name="suggestion">What to do about it.</param>
    public void RefuseIn(string code, string path, string text, int offset, string message, string? suggestion) =>
        findings.Error(code, In(path, text, offset), message, suggestion);

    /// <summary>Tells what an author may want to know of a part of a text.</summary>
    /// <param name="code">The kind of finding.</param>
    /// <param name="path">The path of the setting.</param>
    /// <param name="text">What it says.</param>
    /// <param name="offset">Where in it the part begins, from 0.</param>
    /// <param name="message">What there is to know.</param>
    /// <param name="suggestion">What to do about it.</param>
    public void TellIn(string code, string path, string text, int offset, string message, string? suggestion) =>
        findings.Add(DiagnosticSeverity.Information, code, In(path, text, offset), message, suggestion);

    /// <summary>Writes the path of an entry of a list.</summary>
    /// <param name="list">The path of the list.</param>
    /// <param name="index">The entry, from 0.</param>
    /// <returns>The path.</returns>
    public static string Entry(string list, int index) => string.Create(CultureInfo.InvariantCulture, $"{list}[{index}]");

    private TextPlace At(string path, string at) => source.Point(at).At(path);

    private TextPlace In(string path, string text, int offset)
    {
        YamlMark at = source.Point(path);
        (int line, int column) = source.Text.PlaceIn(at.Line, at.Column, text, offset);
        return new TextPlace(line, column, path);
    }
}
