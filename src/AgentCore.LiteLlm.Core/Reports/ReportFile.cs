using System.Text;
using AgentCore.LiteLlm.Files;

namespace AgentCore.LiteLlm.Reports;

/// <summary>A report on disk.</summary>
internal static class ReportFile
{
    /// <summary>What stands in the first lines of every report, by which one is known again.</summary>
    public const string Mark = "agentcore-report";

    private const int LookAt = 4_096;

    /// <summary>Checks that a report can be written: nothing is there, or a report, or an empty file. A wrong path must not cost anybody a file.</summary>
    /// <param name="path">The full path; its folder must be there.</param>
    /// <param name="overwrites">Whether any file may be replaced.</param>
    /// <exception cref="FileException">It cannot be written.</exception>
    public static void Check(string path, bool overwrites)
    {
        OutputFile.Check(path, overwrites: true);
        if (!overwrites && RegularFile.IsAt(path) && InputFile.ReadHead(path, LookAt) is { IsEmpty: false } head
            && !Encoding.UTF8.GetString(head.Span).Contains(Mark, StringComparison.Ordinal))
        {
            throw new FileException(path, FileProblem.AlreadyThere, "is already there, and is no report.");
        }
    }

    /// <summary>Writes a report.</summary>
    /// <param name="path">The full path; its folder must be there.</param>
    /// <param name="text">The report.</param>
    /// <param name="isPrivate">Whether only its owner may read a new file.</param>
    /// <exception cref="FileException">It cannot be written.</exception>
    public static void Write(string path, string text, bool isPrivate) => OutputFile.Write(path, text, overwrites: true, isPrivate);
}
