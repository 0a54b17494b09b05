using System.Management.Automation;
using AgentCore.LiteLlm.Evaluations;
using AgentCore.LiteLlm.Files;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>Finds the files of cases that paths stand for.</summary>
/// <param name="paths">What finds files.</param>
internal sealed class CaseFiles(FilePaths paths)
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
            string[] found = paths.Find(path, isLiteral);
            string[] files = !isLiteral && WildcardPattern.ContainsWildcardCharacters(path)
                ? [.. found.Where(f => !Directory.Exists(f))]
                : [.. found.SelectMany(f => Directory.Exists(f) ? InFolder(f) : [f])];
            return files.Length > 0 ? files : throw paths.NotFound(path);
        }
        catch (FileException e)
        {
            error = ErrorRecords.FileNotRead(FileRole.CaseFile, e);
            return [];
        }
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
}
