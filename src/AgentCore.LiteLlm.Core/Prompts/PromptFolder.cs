using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Files;

namespace AgentCore.LiteLlm.Prompts;

/// <summary>The folder <c>prompts</c> beside a blueprint, which holds what <c>prompt_ref</c> names.</summary>
public static class PromptFolder
{
    private const int LongestPrompt = 1024 * 1024;

    /// <summary>Finds the system message of a blueprint: <c>prompts/&lt;prompt_ref&gt;.md</c>, else <c>.txt</c>.</summary>
    /// <param name="blueprint">The blueprint.</param>
    /// <param name="problem">Why there is none; null when there is one.</param>
    /// <returns>The text without white space at its ends, or null with a <paramref name="problem"/>.</returns>
    public static string? Find(AgentBlueprint blueprint, out Diagnostic? problem)
    {
        string name = blueprint.PromptRef;
        if (name.Length == 0)
        {
            // No file says so: the reader asks for a name. What is made in this process may have no prompt.
            problem = null;
            return null;
        }

        string? folder = Path.GetDirectoryName(blueprint.Path);
        string[] endings = folder is not null && IsName(name) ? [".md", ".txt"] : [];
        if (endings.Select(e => Path.Combine(folder!, "prompts", name + e)).FirstOrDefault(File.Exists) is { } path)
        {
            string? text = Read(path, out string? reason);
            problem = reason is null ? null : Problem(
                blueprint,
                DiagnosticCodes.PromptInvalid,
                DiagnosticSeverity.Error,
                $"the prompt that 'prompt_ref' names, prompts/{Path.GetFileName(path)}, cannot be used. {reason} Nothing was sent.",
                "Mend the file, or give -System; an empty -System sends no system message.");
            return text;
        }

        problem = Problem(
            blueprint,
            DiagnosticCodes.PromptNotFound,
            DiagnosticSeverity.Warning,
            "'prompt_ref' names no prompt: there is no prompts/<prompt_ref>.md or .txt beside the blueprint, so the call has no system message.",
            "Put the file there, or give -System.");
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

    private static string? Read(string path, out string? reason)
    {
        try
        {
            string? text = InputFile.ReadText(path, LongestPrompt, out reason)?.Trim();
            reason = text is "" ? "The file is blank." : reason;
            return reason is null ? text : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            reason = "The file cannot be read.";
            return null;
        }
    }

    private static Diagnostic Problem(AgentBlueprint blueprint, string code, DiagnosticSeverity severity, string message, string suggestion) => new()
    {
        Code = code,
        Severity = severity,
        Message = message,
        Suggestion = suggestion,
        Path = "prompt_ref",
        Location = blueprint.Locate("prompt_ref"),
    };

    private static bool IsNameCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '@';
}
