using System.Text;
using AgentCore.LiteLlm.Files;

namespace AgentCore.LiteLlm.Evaluations.Reports;

/// <summary>A report on disk.</summary>
internal static class JUnitFile
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
            throw new FileException(path, FileProblem.AlreadyThere, "is already there, and is no JUnit report.");
        }
    }

    /// <summary>Writes a report.</summary>
    /// <param name="path">The full path; its folder must be there.</param>
    /// <param name="text">The report.</param>
    /// <exception cref="FileException">It cannot be written.</exception>
    public static void Write(string path, string text) => OutputFile.Write(path, text, overwrites: true);

    private static bool MayReplace(ReadOnlySpan<byte> bytes)
    {
        string head = Encoding.UTF8.GetString(bytes);
        return bytes.IsEmpty || (head.TrimStart('\uFEFF', ' ', '\r', '\n').StartsWith('<') && head.Contains("<testsuite", StringComparison.Ordinal));
    }
}
