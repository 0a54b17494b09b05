using System.Collections.Immutable;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Files;

namespace AgentCore.LiteLlm.Blueprints.Editing;

/// <summary>A blueprint that is about to be written, with the prompt it names and the schema that editors check it by.</summary>
internal sealed class NewBlueprint
{
    private readonly BlueprintDraft _draft;
    private readonly string _text;

    private NewBlueprint(string path, BlueprintDraft draft, string text)
    {
        Path = path;
        _draft = draft;
        _text = text;
    }

    /// <summary>Gets the file that it will be.</summary>
    public string Path { get; }

    /// <summary>Gets what the reader says of it: an error rules out that it is written.</summary>
    public required ImmutableArray<Diagnostic> Findings { get; init; }

    /// <summary>Gets a value indicating whether it may be written.</summary>
    public bool IsSound => Findings.All(f => f.Severity != DiagnosticSeverity.Error);

    /// <summary>Gets what else is written, for people.</summary>
    public string Companions
    {
        get
        {
            string[] files = [.. NewCompanions.Select(c => System.IO.Path.GetRelativePath(Folder, c.Path))];
            return files.Length == 0 ? "and nothing beside it" : "and beside it " + string.Join(", ", files);
        }
    }

    private string Folder => System.IO.Path.GetDirectoryName(Path)!;

    private string Prompts => System.IO.Path.Combine(Folder, "prompts");

    // A schema is written where the first line says it lies; a prompt where the blueprint's reader looks for it. Neither replaces a file.
    private IEnumerable<(string Path, string Text)> NewCompanions
    {
        get
        {
            string prompt = System.IO.Path.Combine(Prompts, _draft.PromptRef);
            if (!File.Exists(prompt + ".md") && !File.Exists(prompt + ".txt"))
            {
                yield return (prompt + ".md", "You are a helpful assistant.\n");
            }

            string schema = System.IO.Path.Combine(Folder, BlueprintSchema.FileName);
            if (_draft.Schema == BlueprintSchema.FileName && !File.Exists(schema))
            {
                yield return (schema, BlueprintSchema.Write() + "\n");
            }
        }
    }

    /// <summary>Checks that a blueprint can be written to a path, whose folders need not be there.</summary>
    /// <param name="path">The file that it will be.</param>
    /// <param name="overwrites">Whether a blueprint that is there is replaced.</param>
    /// <exception cref="FileException">Something is there that stays.</exception>
    public static void Check(string path, bool overwrites)
    {
        if (RegularFile.IsAt(path))
        {
            OutputFile.Check(path, overwrites);
        }
    }

    /// <summary>Makes the text, and reads it back before anyone else has to.</summary>
    /// <param name="path">The file that it will be.</param>
    /// <param name="draft">What it shall say.</param>
    /// <returns>The blueprint, sound or not.</returns>
    public static NewBlueprint Make(string path, BlueprintDraft draft)
    {
        string text = BlueprintScaffold.Write(draft);
        Findings findings = new(places: null);
        CheckNames(draft, findings);
        Checked<AgentBlueprint> reading = BlueprintReader.Read(text, BlueprintFile.NoFile);
        findings.AddAll([.. reading.Diagnostics.Where(f => f.Severity != DiagnosticSeverity.Information).Select(Judge)]);
        return new NewBlueprint(path, draft, text) { Findings = findings.ToImmutable() };
    }

    /// <summary>Writes it and what belongs to it.</summary>
    /// <param name="overwrites">Whether a blueprint that is there is replaced.</param>
    /// <exception cref="FileException">A file is there, or cannot be written.</exception>
    public void Write(bool overwrites)
    {
        OutputFile.MakeFolder(Path);
        OutputFile.Write(Path, _text, overwrites);
        foreach ((string path, string text) in NewCompanions)
        {
            OutputFile.MakeFolder(path);
            OutputFile.Write(path, text, overwrites: false);
        }
    }

    // A file in which a secret stands is a mistake to read; to write one would be ours.
    private static Diagnostic Judge(Diagnostic finding) =>
        finding.Code == DiagnosticCodes.SecretInline ? finding with { Severity = DiagnosticSeverity.Error } : finding;

    // What the reader cannot see: the prompt's name is text to it, and the schema a comment.
    private static void CheckNames(BlueprintDraft draft, Findings findings)
    {
        if (!PromptReference.IsName(draft.PromptRef))
        {
            findings.Error(
                DiagnosticCodes.TypeMismatch,
                TextPlace.None,
                "'prompt_ref' names a file in the folder prompts: letters, digits, '-', '_', '.' and '@', and no '.' first.");
        }

        if (draft.Schema.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)))
        {
            findings.Error(
                DiagnosticCodes.TypeMismatch, TextPlace.None, "The address of the schema holds a space or a control character; write '%20' for a space.");
        }
    }
}
