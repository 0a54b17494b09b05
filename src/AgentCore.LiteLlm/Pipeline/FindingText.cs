using System.Globalization;
using System.Management.Automation;
using System.Text;
using AgentCore.LiteLlm.Diagnostics;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>Writes findings and verdicts for the views.</summary>
public static class FindingText
{
    private const int Widest = 79;
    private const string Indent = "           ";

    /// <summary>Names the file of a finding, from the current folder on.</summary>
    /// <param name="finding">The finding.</param>
    /// <param name="session">The session, which has a current folder.</param>
    /// <returns>The file; what stands for it where the text came from none.</returns>
    public static string Head(Diagnostic finding, SessionState session)
    {
        ArgumentNullException.ThrowIfNull(finding);
        ArgumentNullException.ThrowIfNull(session);
        return TerminalText.Show(Shorten(finding.File ?? "<content>", session));
    }

    /// <summary>Writes the first line of a finding: where it is, how much it matters, and its code.</summary>
    /// <param name="finding">The finding.</param>
    /// <returns>The line.</returns>
    public static string Title(Diagnostic finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        string place = finding.Line == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{finding.Line},{finding.Column}");
        return TerminalText.Show($"  {place,-8} {finding.Severity} {finding.Code}");
    }

    /// <summary>Writes what is wrong and what to do, in lines that fit 80 columns.</summary>
    /// <param name="finding">The finding.</param>
    /// <returns>The lines.</returns>
    public static string Body(Diagnostic finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        StringBuilder lines = new();
        int width = 0;
        string text = $"{TerminalText.Show(finding.Message)} {TerminalText.Show(finding.Suggestion ?? "")}";
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            bool isFirst = width == 0 || width + 1 + word.Length > Widest;
            lines.Append(isFirst ? width == 0 ? Indent : $"{Environment.NewLine}{Indent}" : " ").Append(word);
            width = isFirst ? Indent.Length + word.Length : width + 1 + word.Length;
        }

        return lines.ToString();
    }

    /// <summary>Writes the verdict on a file.</summary>
    /// <param name="verdict">True or false, with the file.</param>
    /// <param name="session">The session, which has a current folder.</param>
    /// <returns>The line.</returns>
    public static string Verdict(PSObject verdict, SessionState session)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        ArgumentNullException.ThrowIfNull(session);
        return TerminalText.Show($"{verdict.BaseObject,-5}  {Shorten(verdict.Properties["File"]?.Value as string ?? "", session)}");
    }

    private static string Shorten(string file, SessionState session)
    {
        string folder = new FilePaths(session).Folder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar;
        return file.StartsWith(folder, StringComparison.Ordinal) ? file[folder.Length..] : file;
    }
}
