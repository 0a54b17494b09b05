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

    [GeneratedRegex(@"^(.+?)(?:@|_v)([0-9]+(?:\.[0-9]+){0,3})$", RegexOptions.CultureInvariant)]
    private static partial Regex Pin();

    [GeneratedRegex(@"^[0-9]+(\.[0-9]+){0,3}$", RegexOptions.CultureInvariant)]
    private static partial Regex VersionText();
}
