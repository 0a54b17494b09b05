using System.Text;
using AgentCore.LiteLlm.Keys;

namespace AgentCore.LiteLlm.Evaluations.Reports;

/// <summary>A report on disk.</summary>
internal static class JUnitFile
{
    private const int LookAt = 4_096;

    /// <summary>Says whether a file may be replaced by a report: it is one, or it is empty. A wrong path must not cost anybody a file.</summary>
    /// <param name="path">The full path.</param>
    /// <returns>True when nothing is lost; also when nothing is there.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static bool MayReplace(string path)
    {
        FileInfo file = new(path);
        if (!file.Exists)
        {
            return true;
        }

        // Also what has no length, such as a pipe: opening one could wait for ever.
        if (file.Length == 0)
        {
            return true;
        }

        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
        byte[] bytes = new byte[LookAt];
        string head = Encoding.UTF8.GetString(bytes, 0, stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
        return head.TrimStart('\uFEFF', ' ', '\r', '\n').StartsWith('<') && head.Contains("<testsuite", StringComparison.Ordinal);
    }

    /// <summary>Writes a report; whoever looks sees the old one or the new one, never half of it.</summary>
    /// <param name="path">The full path; its folder must be there.</param>
    /// <param name="text">The report.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string path, string text) => NewFile.Write(path, text, overwrites: true);
}
