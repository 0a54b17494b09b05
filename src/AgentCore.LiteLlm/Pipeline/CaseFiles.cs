using System.Management.Automation;
using AgentCore.LiteLlm.Evaluations;
using Microsoft.PowerShell.Commands;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>Finds the files of cases that paths stand for.</summary>
/// <param name="cmdlet">The cmdlet, in whose folder and drives they are looked for.</param>
internal sealed class CaseFiles(PSCmdlet cmdlet)
{
    /// <summary>Finds the files of a path; a folder stands for the case files in it.</summary>
    /// <param name="path">The path as the user wrote it.</param>
    /// <param name="isLiteral">Whether wildcards stand for themselves.</param>
    /// <param name="error">Why there are none.</param>
    /// <returns>Full paths; empty with an <paramref name="error"/>.</returns>
    public string[] Find(string path, bool isLiteral, out ErrorRecord? error)
    {
        error = null;
        try
        {
            bool isPattern = !isLiteral && WildcardPattern.ContainsWildcardCharacters(path);
            ProviderInfo provider;
            string[] found = isLiteral
                ? [cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out provider, out _)]
                : [.. cmdlet.GetResolvedProviderPathFromPSPath(path, out provider)];
            if (provider.Name != FileSystemProvider.ProviderName)
            {
                error = ErrorRecords.CaseFilePathInvalid(path);
                return [];
            }

            string[] files = isPattern ? [.. found.Where(f => !Directory.Exists(f))] : [.. found.SelectMany(f => Directory.Exists(f) ? InFolder(f) : [f])];
            error = files.Length == 0 ? ErrorRecords.CaseFileNotFound(path) : null;
            return files;
        }
        catch (ItemNotFoundException)
        {
            error = ErrorRecords.CaseFileNotFound(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            error = ErrorRecords.CaseFileUnreadable(e, path);
        }
        catch (Exception e) when (e is System.Management.Automation.DriveNotFoundException or ProviderNotFoundException or WildcardPatternException or ArgumentException or NotSupportedException)
        {
            error = ErrorRecords.CaseFilePathInvalid(path);
        }

        return [];
    }

    private static string[] InFolder(string folder) => [.. Directory.EnumerateFiles(folder).Where(EvaluationFile.IsNamed).Order(StringComparer.Ordinal)];
}
