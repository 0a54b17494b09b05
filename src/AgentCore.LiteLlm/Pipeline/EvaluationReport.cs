using System.Management.Automation;
using AgentCore.LiteLlm.Evaluations;
using AgentCore.LiteLlm.Evaluations.Reports;
using Microsoft.PowerShell.Commands;
using DriveNotFoundException = System.Management.Automation.DriveNotFoundException;

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
    /// <param name="session">Where it is looked for.</param>
    /// <param name="overwrites">Whether any file may be replaced.</param>
    /// <param name="error">Why it cannot.</param>
    /// <returns>The report, or null with an <paramref name="error"/>.</returns>
    public static EvaluationReport? Open(string path, SessionState session, bool overwrites, out ErrorRecord? error)
    {
        try
        {
            string full = session.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
            error = provider.Name != FileSystemProvider.ProviderName ? ErrorRecords.ReportPathInvalid($"'{path}' is no path of the file system.", path)
                : Directory.Exists(full) ? ErrorRecords.ReportPathInvalid($"'{path}' is a folder; name a file in it.", path)
                : IsDevice(full) ? ErrorRecords.ReportPathInvalid($"'{path}' is a device.", path)
                : !Directory.Exists(System.IO.Path.GetDirectoryName(full)) ? ErrorRecords.ReportPathInvalid($"The folder of '{path}' is not there; make it first.", path)
                : !overwrites && !JUnitFile.MayReplace(full) ? ErrorRecords.ReportExists(full)
                : null;
            return error is null ? new EvaluationReport(full, session.Path.CurrentFileSystemLocation.ProviderPath, TimeProvider.System.GetUtcNow()) : null;
        }
        catch (Exception e) when (e is DriveNotFoundException or ProviderNotFoundException or ArgumentException or NotSupportedException)
        {
            error = ErrorRecords.ReportPathInvalid($"'{path}' is no path of the file system.", path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            error = ErrorRecords.ReportUnwritable(e, path);
        }

        return null;
    }

    /// <summary>Writes the report.</summary>
    /// <param name="results">Every result.</param>
    /// <returns>Why it could not be written; null when it was.</returns>
    public ErrorRecord? Write(IEnumerable<EvaluationResult> results)
    {
        IsDone = true;
        try
        {
            JUnitFile.Write(path, JUnitReport.Write(results, start, root));
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ErrorRecords.ReportUnwritable(e, path);
        }
    }

    // A report takes the place of what stands at its path, and a device must stay one.
    private static bool IsDevice(string path) => !OperatingSystem.IsWindows() && path.StartsWith("/dev/", StringComparison.Ordinal);
}
