using System.Management.Automation;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Evaluations;
using AgentCore.LiteLlm.Files;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>The files of cases of an evaluation: takes the cases that are chosen into it, and what cannot be run, with an error about each.</summary>
/// <param name="cmdlet">The cmdlet, in whose folder and drives files are looked for.</param>
/// <param name="evaluation">The evaluation.</param>
/// <param name="mistakes">What is told of them.</param>
internal sealed class CaseFiles(AgentCallCmdlet cmdlet, EvaluationRun evaluation, CaseMistakes mistakes)
{
    private readonly FilePaths _paths = new(cmdlet.SessionState);
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);
    private readonly List<EvaluationFile> _files = [];

    /// <summary>Reads the files of a path, each once; a folder stands for the case files in it.</summary>
    /// <param name="path">The path as the user wrote it.</param>
    /// <param name="isLiteral">Whether wildcards stand for themselves.</param>
    public void Read(string path, bool isLiteral)
    {
        try
        {
            foreach (string file in Find(path, isLiteral).Where(_read.Add))
            {
                Read(file);
            }
        }
        catch (FileException e)
        {
            AddUnread(path, ErrorRecords.FileNotRead(FileRole.CaseFile, e));
        }
    }

    /// <summary>Takes the chosen cases of all files into the evaluation. A scriptblock for a case that is not there ends the pipeline.</summary>
    /// <param name="choice">Which cases are run.</param>
    /// <param name="scripts">The user's own code that judges answers.</param>
    public void Choose(CaseChoice choice, CaseScripts scripts)
    {
        // The cases of a file that cannot be read are not known.
        if (evaluation.Runs.Count == 0)
        {
            Check(choice, scripts, [.. _files.SelectMany(f => f.Cases)]);
        }

        _files.ForEach(f => evaluation.Add(f, choice));
        if (evaluation.Runs.Count == 0)
        {
            ErrorRecord error = ErrorRecords.EvaluationEmpty(_files.Count == 0 ? "There are no cases to run." : "No case is left to run.");
            AddUnread(_files.Count == 0 ? "evaluation" : _files[0].Path, error);
        }
    }

    private void Check(CaseChoice choice, CaseScripts scripts, EvaluationCase[] cases)
    {
        if (scripts.FindProblem([.. cases.Select(c => c.Name)]) is { } problem)
        {
            cmdlet.ThrowTerminatingError(ErrorRecords.AssertionArgumentInvalid(problem));
        }

        foreach (string unmet in cases.Length == 0 ? [] : choice.FindUnmet(cases))
        {
            AddUnread(_files[0].Path, ErrorRecords.EvaluationEmpty(unmet));
        }

        if (choice.Tags is null && cmdlet.Tag?.FirstOrDefault(t => Array.Exists(cases, c => CaseChoice.HasTag(c, t))) is { } tag)
        {
            cmdlet.Warn($"-Tag '{tag}' is for the endpoint's cost tracking and chooses no cases; -CaseTag does.");
        }
    }

    private string[] Find(string path, bool isLiteral)
    {
        string[] found = _paths.Find(path, isLiteral);
        string[] files = !isLiteral && WildcardPattern.ContainsWildcardCharacters(path)
            ? [.. found.Where(f => !Directory.Exists(f))]
            : [.. found.SelectMany(f => Directory.Exists(f) ? InFolder(f) : [f])];
        return files.Length > 0 ? files : throw _paths.NotFound(path);
    }

    private static string[] InFolder(string folder)
    {
        try
        {
            return [.. Directory.EnumerateFiles(folder).Where(EvaluationFile.IsNamed).Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (FileException.IsAbout(e))
        {
            throw FileException.Of(folder, e);
        }
    }

    private void Read(string file)
    {
        try
        {
            Checked<EvaluationFile> read = EvaluationFile.Read(file);
            mistakes.Add(read.Diagnostics, file);
            foreach (Diagnostic mistake in read.Diagnostics.Where(f => f.Severity == DiagnosticSeverity.Error))
            {
                CaseRequests.Fail(evaluation.AddUnread(file, mistake), ErrorRecords.Finding(mistake, file));
            }

            if (read.IsUsable)
            {
                _files.Add(read.Value!);
            }
        }
        catch (FileException e)
        {
            AddUnread(file, ErrorRecords.FileNotRead(FileRole.CaseFile, e));
        }
    }

    private void AddUnread(string path, ErrorRecord error)
    {
        CaseRequests.Fail(evaluation.AddUnread(path), error);
        mistakes.Add(error);
    }
}
