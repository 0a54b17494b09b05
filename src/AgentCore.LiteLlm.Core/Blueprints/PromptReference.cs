using System.Text.RegularExpressions;

namespace AgentCore.LiteLlm.Blueprints;

/// <summary>What <c>prompt_ref</c> names: a prompt, and perhaps one version of it.</summary>
/// <param name="Name">The prompt's name, without a version.</param>
/// <param name="Version">The version; null stands for the latest stable one.</param>
internal sealed partial record PromptReference(string Name, string? Version)
{
    /// <summary>Reads a reference: <c>name</c>, <c>name@1.2.0</c> or <c>name_v1.2</c>.</summary>
    public static PromptReference Read(string text)
    {
        // A version ends in a number: the first regular expression of a process makes the tables of all of them.
        if (text.AsSpan().TrimEnd('\n') is not [.., >= '0' and <= '9'])
        {
            return new PromptReference(text, null);
        }

        Match pin = Pin().Match(text);
        return pin.Success ? new PromptReference(pin.Groups[1].Value, pin.Groups[2].Value) : new PromptReference(text, null);
    }

    /// <summary>Makes a version comparable; <c>1.2</c> and <c>1.2.0</c> are one.</summary>
    /// <returns>The version; null for text that is none.</returns>
    public static Version? ToVersion(string? text)
    {
        if (text is null || !VersionText().IsMatch(text))
        {
            return null;
        }

        string[] numbers = text.Split('.');
        return System.Version.TryParse(string.Join('.', numbers.Concat(Enumerable.Repeat("0", 4 - numbers.Length))), out Version? version) ? version : null;
    }

    /// <summary>Says whether a text can name a prompt in the folder prompts; one with a separator or '..' could lead out of the folder.</summary>
    /// <param name="name">The text.</param>
    /// <returns>True when it can.</returns>
    public static bool IsName(string name) => name.Length > 0 && name[0] != '.' && name.All(IsNameCharacter);

    /// <summary>Makes the name of a prompt from any text.</summary>
    /// <param name="text">The text.</param>
    /// <returns>A name; <c>agent</c> when nothing of the text can stand in one.</returns>
    public static string ToName(string text)
    {
        string name = string.Concat(text.Select(c => IsNameCharacter(c) ? c : '-')).Trim('-', '.');
        return name.Length == 0 ? "agent" : name[..Math.Min(name.Length, 100)];
    }

    private static bool IsNameCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '@';

    [GeneratedRegex(@"^(.+?)(?:@|_v)([0-9]+(?:\.[0-9]+){0,3})$", RegexOptions.CultureInvariant)]
    private static partial Regex Pin();

    [GeneratedRegex(@"^[0-9]+(\.[0-9]+){0,3}$", RegexOptions.CultureInvariant)]
    private static partial Regex VersionText();
}
