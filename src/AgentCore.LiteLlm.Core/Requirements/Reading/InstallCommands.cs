using System.Text.RegularExpressions;
using AgentCore.LiteLlm.Requirements.Versions;

namespace AgentCore.LiteLlm.Requirements.Reading;

/// <summary>Finds what commands such as <c>pip install</c> and <c>uv add</c> install.</summary>
internal static partial class InstallCommands
{
    /// <summary>Reads a command line, which may be written over several lines.</summary>
    /// <param name="lines">The lines with their numbers.</param>
    /// <param name="path">The file.</param>
    /// <param name="isList">Whether it is written as a list.</param>
    /// <returns>What it installs of LiteLLM.</returns>
    public static IEnumerable<FoundRequirement> Find(IEnumerable<(string Text, int Line)> lines, string path, bool isList = false)
    {
        string installer = "";
        bool isInstalling = false;
        foreach ((string text, int line) in lines)
        {
            foreach (string word in ShellText.Words(text, isList))
            {
                Match program = Installer().Match(word);
                if (word == ";")
                {
                    (installer, isInstalling) = ("", false);
                }
                else if (program.Success && !isInstalling)
                {
                    installer = program.Groups["name"].Value;
                    isInstalling = installer == "uvx";
                }
                else if (installer.Length > 0 && word is "install" or "add" or "inject")
                {
                    isInstalling = installer.Length > 0;
                }
                else if (isInstalling && FindPackage(installer, word, path, line) is { } found)
                {
                    yield return found;
                }
            }
        }
    }

    private static FoundRequirement? FindPackage(string installer, string word, string path, int line)
    {
        // Poetry joins a name and its constraint with '@'.
        return installer == "poetry"
            && word.StartsWith("litellm@", StringComparison.OrdinalIgnoreCase)
            && word.Length < 200
            && PoetryConstraint.Find(word["litellm@".Length..]) is { } versions
            ? new FoundRequirement.Package(path, line, word, versions)
            : word[0] == '-' ? null : PackageText.Find(word, path, line);
    }

    [GeneratedRegex(@"^(?:\S*/)?(?<name>pip|uvx|uv|pipx|poetry|pdm)[0-9.]*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Installer();
}
