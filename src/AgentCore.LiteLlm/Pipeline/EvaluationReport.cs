using System.Management.Automation;
using AgentCore.LiteLlm.Evaluations;
using AgentCore.LiteLlm.Evaluations.Reports;
using AgentCore.LiteLlm.Files;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>The report of an evaluation, from the check of its path to its file.</summary>
/// <param name="path">The full path.</param>
/// <param name="root">The folder that paths in it are relative to.</param>
/// <param name="start">When the evaluation began.</param>
internal sealed class EvaluationReport(string path, string root, DateTimeOffset start)
{
    /// <summary>Gets the full path.</summary>
    public string Path => path;

    /// <summary>Gets a value indicating whether it was written, or need not be.</summary>
    public bool IsDone { get; set; }

    /// <summary>Checks, before anything is paid for, that a report can be written to a path.</summary>
    /// <param name="path">The path as the user wrote it.</param>
    /// <param name="paths">What finds files.</param>
    /// <param name="overwrites">Whether any file may be replaced.</param>
    /// <param name="error">Why it cannot.</param>
    /// <returns>The report, or null with an <paramref name="error"/>.</returns>
    public static EvaluationReport? Open(string path, FilePaths paths, bool overwrites, out ErrorRecord? error)
    {
        error = null;
        try
        {
            string full = paths.Literal(path);
            ResultFile.Check(full, overwrites);
            return new EvaluationReport(full, paths.Folder, TimeProvider.System.GetUtcNow());
        }
        catch (FileException e)
        {
            error = ErrorRecords.FileNotWritten(FileRole.Report, e);
            return null;
        }
    }

    /// <summary>Writes the report.</summary>
    /// <param name="results">Every result.</param>
    /// <returns>Why it could not be written; null when it was.</returns>
    public ErrorRecord? Write(IEnumerable<EvaluationResult> results)
    {
        IsDone = true;
        try
        {
            ResultFile.Write(path, results, start, root);
            return null;
        }
        catch (FileException e)
        {
            return ErrorRecords.FileNotWritten(FileRole.Report, e);
        }
    }
}
