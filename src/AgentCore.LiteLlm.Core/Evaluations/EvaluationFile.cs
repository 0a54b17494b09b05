using System.Collections.Immutable;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Evaluations.Reading;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Keys;
using AgentCore.LiteLlm.Yaml;

namespace AgentCore.LiteLlm.Evaluations;

/// <summary>A file of cases, which by its name belongs to the blueprint beside it: <c>agent.cases.yaml</c> to <c>agent.yaml</c>.</summary>
internal sealed record EvaluationFile
{
    private static readonly string[] Endings = [".cases.yaml", ".cases.yml"];
    private static readonly string[] BlueprintEndings = [".yaml", ".yml"];

    /// <summary>Gets the full path of the file.</summary>
    public required string Path { get; init; }

    /// <summary>Gets the full path of the blueprint that the cases are for; null when neither the file nor its name says one.</summary>
    public string? Blueprint { get; init; }

    /// <summary>Gets the cases, in the order of the file.</summary>
    public ImmutableArray<EvaluationCase> Cases { get; init; } = [];

    /// <summary>Says whether a file is by its name one of cases.</summary>
    /// <param name="path">The file.</param>
    /// <returns>True when it ends with <c>.cases.yaml</c> or <c>.cases.yml</c>.</returns>
    public static bool IsNamed(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Array.Exists(Endings, e => path.EndsWith(e, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Finds the file of cases that belongs to a blueprint by its name.</summary>
    /// <param name="blueprint">The blueprint's full path.</param>
    /// <returns>The full path; that of the first name when there is no such file.</returns>
    public static string Beside(string blueprint)
    {
        string[] candidates = [.. Endings.Select(e => System.IO.Path.ChangeExtension(blueprint, null) + e)];
        return Array.Find(candidates, File.Exists) ?? candidates[0];
    }

    /// <summary>Reads and checks a file. A mistake in it is a finding, never an exception, and all of them are found in one pass.</summary>
    /// <param name="path">The full path.</param>
    /// <returns>The file, null when there is an error, with everything found.</returns>
    /// <exception cref="FileException">The file is not there, is no file, or cannot be read.</exception>
    public static Checked<EvaluationFile> Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Read(InputFile.ReadHead(path, YamlText.MaximumBytes + 1).Span, path);
    }

    /// <summary>Reads and checks the bytes of a file.</summary>
    /// <param name="utf8">The bytes: UTF-8, with or without a byte order mark.</param>
    /// <param name="path">The full path; schemas are looked for beside it.</param>
    /// <returns>The file, null when there is an error, with everything found.</returns>
    public static Checked<EvaluationFile> Read(ReadOnlySpan<byte> utf8, string path)
    {
        string? text = YamlText.Read(utf8, path, out Findings findings);
        switch (text is null ? null : YamlReader.Read(text, findings))
        {
            case YamlMapping root when IsBlueprint(root):
                Findings told = new(findings.Source);
                SecretReport.Add(root, told);
                told.Error(
                    DiagnosticCodes.NotACaseFile, TextPlace.Start, "This is a blueprint, not a file of cases.",
                    $"Give the file of its cases, '{System.IO.Path.GetFileName(Beside(path))}' for example.");
                return told.ToChecked<EvaluationFile>(null);
            case YamlMapping root:
                // First, so that what is found here stays hidden in the lines that other findings show.
                SecretReport.Add(root, findings);
                ImmutableArray<EvaluationCase> cases = EvaluationFileKeys.Read(
                    BlockReader.Root(root, EvaluationFileKeys.Shape, findings), out string? blueprint);
                string? found = FindBlueprint(root, blueprint, path, findings);
                SuppressionRules.Apply(text!, findings);
                return findings.ToChecked(findings.HasErrors ? null : new EvaluationFile { Path = path, Blueprint = found, Cases = cases });
            case { } other when !findings.HasErrors:
                findings.Error(
                    DiagnosticCodes.TypeMismatch, other.Mark.At(), "A case file is a mapping of keys to values, and this is not one.", "Begin with 'cases:'.");
                break;
        }

        return findings.ToChecked<EvaluationFile>(null);
    }

    // What a blueprint must have, and a case file cannot.
    private static bool IsBlueprint(YamlMapping root) =>
        root.Find(EvaluationFileKeys.Cases.Name) is null && root.Find("model") is YamlMapping && root.Find("prompt_ref") is not null;

    private static string? FindBlueprint(YamlMapping root, string? named, string path, Findings findings)
    {
        string folder = System.IO.Path.GetDirectoryName(path) ?? "";
        if (named is null)
        {
            string? ending = Array.Find(Endings, e => path.EndsWith(e, StringComparison.OrdinalIgnoreCase));
            string[] candidates = ending is null ? [] : [.. BlueprintEndings.Select(e => path[..^ending.Length] + e)];
            return Array.Find(candidates, File.Exists) ?? candidates.FirstOrDefault();
        }

        if (System.IO.Path.IsPathRooted(named) || named.AsSpan().IndexOfAny('\0', '\n', '\r') >= 0)
        {
            YamlMark mark = root.Find(EvaluationFileKeys.Blueprint.Name)!.Mark;
            findings.Error(
                DiagnosticCodes.ValueUnknown,
                mark.At(EvaluationFileKeys.Blueprint.Name),
                "'blueprint' must be a path that is relative to the case file.",
                "Write for example 'blueprint: ../agent.yaml'; whoever runs the cases may name any path.");
            return null;
        }

        return System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, named));
    }
}
