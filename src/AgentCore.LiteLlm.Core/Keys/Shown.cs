using System.Globalization;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Terminal;

namespace AgentCore.LiteLlm.Keys;

/// <summary>Texts as failures show them: on one line, cut, and without anything that looks like a credential.</summary>
internal static class Shown
{
    private const int Longest = 200;
    private const int LookAt = 2_000;

    /// <summary>Shows a text.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The text in quotes.</returns>
    public static string Text(string text)
    {
        // What lies far behind the cut cannot change what is shown before it.
        string masked = Line(WholeCharacters.Cut(text, LookAt));
        string shown = WholeCharacters.Cut(masked, Longest);
        return shown.Length == masked.Length && text.Length <= LookAt
            ? $"'{masked}'"
            : string.Create(CultureInfo.InvariantCulture, $"'{shown}…' ({text.Length} characters)");
    }

    /// <summary>Makes a sentence of somebody else's fit to be shown.</summary>
    /// <param name="text">The sentence.</param>
    /// <returns>One line without credentials.</returns>
    public static string Line(string text) =>
        SecretShapes.ToLegible(string.Join(' ', text.ReplaceLineEndings("\n").Split('\n').Select(SecretShapes.Mask)).Replace('\t', ' '));
}
