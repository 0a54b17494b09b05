using System.Text;
using AgentCore.LiteLlm.Files;

namespace AgentCore.LiteLlm.Evaluations.Reports;

/// <summary>The report of an evaluation on disk.</summary>
internal static class ResultFile
{
    private const int LookAt = 4_096;

    /// <summary>Checks that a report can be written: nothing is there, or a report, or an empty file. A wrong path must not cost anybody a file.</summary>
    /// <param name="path">The full path; its folder must be there.</param>
    /// <param name="overwrites">Whether any file may be replaced.</param>
    /// <exception cref="FileException">It cannot be written.</exception>
    public static void Check(string path, bool overwrites)
    {
        OutputFile.Check(path, overwrites: true);
        if (!overwrites && RegularFile.IsAt(path) && !MayReplace(InputFile.ReadHead(path, LookAt).Span))
        {
            throw new FileException(path, FileProblem.AlreadyThere, "is already there, and is no report of an evaluation.");
        }
    }

    /// <summary>Writes a report: as JSON where the path ends so, else as JUnit XML.</summary>
    /// <param name="path">The full path; its folder must be there.</param>
    /// <param name="results">The results.</param>
    /// <param name="start">When the run began.</param>
    /// <param name="root">The folder that paths are relative to.</param>
    /// <exception cref="FileException">It cannot be written.</exception>
    public static void Write(string path, IEnumerable<EvaluationResult> results, DateTimeOffset start, string root) => OutputFile.Write(
        path,
        path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? JsonReport.Write(results, start, root) : JUnitReport.Write(results, start, root),
        overwrites: true);

    private static bool MayReplace(ReadOnlySpan<byte> bytes)
    {
        string head = Encoding.UTF8.GetString(bytes);
        string begin = head.TrimStart('\uFEFF', ' ', '\r', '\n');
        return bytes.IsEmpty || (begin.StartsWith('<') && head.Contains("<testsuite", StringComparison.Ordinal))
            || (begin.StartsWith('{') && head.Contains(JsonReport.Format, StringComparison.Ordinal));
    }
}
