using AgentCore.LiteLlm.Blueprints.Reading;
using AgentCore.LiteLlm.Blueprints.Rules;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Keys;
using AgentCore.LiteLlm.Yaml;

namespace AgentCore.LiteLlm.Blueprints;

/// <summary>Reads blueprints. A mistake in one is a finding, never an exception, and all of them are found in one pass.</summary>
public static class BlueprintReader
{
    /// <summary>The most bytes a blueprint may have; a larger file need not be read to be refused.</summary>
    public const int MaximumBytes = YamlText.MaximumBytes;

    /// <summary>Reads a blueprint from the bytes of a file.</summary>
    /// <param name="utf8">The bytes: UTF-8, with or without a byte order mark.</param>
    /// <param name="file">The file as the user named it; a name in angle brackets, such as <c>&lt;content&gt;</c>, stands for no file.</param>
    /// <param name="strict">Whether every warning is an error.</param>
    /// <returns>The blueprint, null when there is an error, with everything found.</returns>
    public static Checked<AgentBlueprint> Read(ReadOnlySpan<byte> utf8, string file, bool strict = false)
    {
        string? text = YamlText.Read(utf8, file, out Findings findings);
        return Read(text, findings, strict);
    }

    /// <summary>Reads a blueprint from text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">The file as the user named it; a name in angle brackets, such as <c>&lt;content&gt;</c>, stands for no file.</param>
    /// <param name="strict">Whether every warning is an error.</param>
    /// <returns>The blueprint, null when there is an error, with everything found.</returns>
    public static Checked<AgentBlueprint> Read(string text, string file, bool strict = false)
    {
        string? body = YamlText.Read(text, file, out Findings findings);
        return Read(body, findings, strict);
    }

    /// <summary>Reads a blueprint from the bytes of a file without a look at those beside it.</summary>
    internal static Checked<AgentBlueprint> ReadAlone(ReadOnlySpan<byte> utf8, string file)
    {
        string? text = YamlText.Read(utf8, file, out Findings findings);
        return Read(text, findings, strict: false, looksAround: false);
    }

    private static Checked<AgentBlueprint> Read(string? text, Findings findings, bool strict, bool looksAround = true)
    {
        YamlNode? root = text is null ? null : YamlReader.Read(text, findings);
        AgentBlueprint? blueprint = root is null ? null : ReadRoot(root, text!, findings, looksAround);
        Findings told = blueprint is null && text is not null && OtherFile.Find(text, root) is { } other ? Tell(other, findings) : findings;
        Checked<AgentBlueprint> result = told.ToChecked(blueprint);
        return strict ? result.Strictly() : result;
    }

    private static AgentBlueprint? ReadRoot(YamlNode read, string text, Findings findings, bool looksAround)
    {
        switch (read)
        {
            case YamlMapping root:
                // First, so that what is found here stays hidden in the lines that other findings show.
                SecretReport.Add(root, findings);
                AgentBlueprint blueprint = BlueprintKeys.Read(BlockReader.Root(root, BlueprintKeys.Shape, findings));
                SourceMap source = new(root, findings.Source);
                BlueprintRules.Check(new RuleScope(blueprint, source, findings) { LooksAround = looksAround });
                SuppressionRules.Apply(text, findings);
                return findings.HasErrors ? null : Complete(blueprint, source, findings);
            case var other when !findings.HasErrors:
                findings.Error(
                    DiagnosticCodes.TypeMismatch, other.Mark.At(), "This is no blueprint: one is a mapping of keys to values.", "Begin with 'id: ...'.");
                break;
        }

        return null;
    }

    // A file of another kind is told by that, not by each key that it lacks; a secret in it is still one.
    private static Findings Tell(OtherFile other, Findings findings)
    {
        Findings told = new(findings.Source);
        told.Error(DiagnosticCodes.NotABlueprint, TextPlace.Start, other.Message, other.Advice);
        told.AddAll([.. findings.ToImmutable().Where(f => !other.IsKnown || f.Code == DiagnosticCodes.SecretInline)]);
        return told;
    }

    private static AgentBlueprint Complete(AgentBlueprint blueprint, SourceMap source, Findings findings) => blueprint with
    {
        Path = FullPath(findings.Source.File),
        Diagnostics = findings.ToImmutable(),
        Source = source,
    };

    private static string? FullPath(string file) =>
        file.Length == 0 || file[0] == '<' || file.Contains('\0', StringComparison.Ordinal) ? null : Path.GetFullPath(file);
}
