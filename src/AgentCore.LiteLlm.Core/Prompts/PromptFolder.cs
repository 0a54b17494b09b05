using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Diagnostics;

namespace AgentCore.LiteLlm.Prompts;

/// <summary>The folder <c>prompts</c> beside a blueprint, which holds what <c>prompt_ref</c> names.</summary>
public static class PromptFolder
{
    private const long LongestPrompt = 1024 * 1024;

    /// <summary>Finds the system message of a blueprint: <c>prompts/&lt;prompt_ref&gt;.md</c>, else <c>.txt</c>.</summary>
    /// <param name="blueprint">The blueprint.</param>
    /// <param name="problem">Why there is none; null when there is one.</param>
    /// <returns>The text without white space at its ends, or null with a <paramref name="problem"/>.</returns>
    public static string? Find(AgentBlueprint blueprint, out Diagnostic? problem)
    {
        problem = null;
        string name = blueprint.PromptRef;
        if (name.Length == 0)
        {
            // No file says so: the reader asks for a name. What is made in this process may have no prompt.
            return null;
        }

        string? folder = Path.GetDirectoryName(blueprint.Path);
        if (folder is not null && IsName(name))
        {
            foreach (string ending in (string[])[".md", ".txt"])
            {
                FileInfo file = new(Path.Combine(folder, "prompts", name + ending));
                if (file is { Exists: true, Length: <= LongestPrompt })
                {
                    return File.ReadAllText(file.FullName).Trim();
                }
            }
        }

        problem = new Diagnostic
        {
            Code = DiagnosticCodes.PromptNotFound,
            Severity = DiagnosticSeverity.Warning,
            Message = "'prompt_ref' names no prompt: there is no prompts/<prompt_ref>.md or .txt beside the blueprint, so the call has no system message.",
            Suggestion = "Put the file there, or give -System.",
            Path = "prompt_ref",
            Location = blueprint.Locate("prompt_ref"),
        };
        return null;
    }

    /// <summary>Says whether a text can name a prompt here; one with a separator or '..' could lead out of the folder.</summary>
    /// <param name="name">The text.</param>
    /// <returns>True when it can.</returns>
    internal static bool IsName(string name) => name.Length > 0 && name[0] != '.' && name.All(IsNameCharacter);

    /// <summary>Makes the name of a prompt from any text.</summary>
    /// <param name="text">The text.</param>
    /// <returns>A name; <c>agent</c> when nothing of the text can stand in one.</returns>
    internal static string ToName(string text)
    {
        string name = string.Concat(text.Select(c => IsNameCharacter(c) ? c : '-')).Trim('-', '.');
        return name.Length == 0 ? "agent" : name[..Math.Min(name.Length, 100)];
    }

    private static bool IsNameCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '@';
}
