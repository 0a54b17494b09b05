using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;
using AgentCore.LiteLlm.Variables;

namespace AgentCore.LiteLlm.Secrets;

/// <summary>Tells names of environment variables from keys, which are written in their place by mistake and may look like one.</summary>
internal static partial class VariableNames
{
    private const int LongestWord = 24;
    private const int LongestRun = 7;

    /// <summary>Says whether a text can be the name of a variable, and is none that was generated.</summary>
    /// <param name="text">The text.</param>
    /// <returns>True when it is: it may be shown.</returns>
    public static bool IsPlausible(ReadOnlySpan<char> text)
    {
        if (!VariableTemplate.IsVariableName(text) || TokenShapes.IsToken(text))
        {
            return false;
        }

        foreach (Range part in text.Split('_'))
        {
            if (!IsWord(text[part]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Gives what may be shown of a text that stands in the place of a variable's name.</summary>
    /// <param name="name">The text; null stays null.</param>
    /// <returns>The name; stars where it may be a key.</returns>
    [return: NotNullIfNotNull(nameof(name))]
    public static string? Shown(string? name) => string.IsNullOrEmpty(name) || IsPlausible(name) ? name : "***";

    /// <summary>Names a variable in a message: by its name, or by how long that is when it may be a key.</summary>
    /// <param name="name">The name.</param>
    /// <returns>What may be shown.</returns>
    public static string Excerpt(string name) =>
        IsPlausible(name) ? name : string.Create(CultureInfo.InvariantCulture, $"({name.Length} characters, not shown)");

    /// <summary>Finds the variable whose value is meant, in the form of whichever tool: <c>${X}</c>, <c>$env:X</c>, <c>os.environ/X</c> ...</summary>
    /// <param name="text">The text.</param>
    /// <returns>The name; null when the text is no such form.</returns>
    public static string? FindIn(string text) => Reference().Match(text.Trim()) is { Success: true } found ? found.Groups["name"].Value : null;

    // K8S and EU1 are words; digits amid letters again and again, are none.
    private static bool IsWord(ReadOnlySpan<char> part)
    {
        if (part.Length <= 4)
        {
            return true;
        }

        int turns = 0;
        int run = 0;
        int longest = 0;
        for (int at = 0; at < part.Length; at++)
        {
            char c = part[at];
            turns += at > 0 && char.IsAsciiDigit(part[at - 1]) != char.IsAsciiDigit(c) ? 1 : 0;
            run = char.IsAsciiDigit(c) || "aeiouyAEIOUY".Contains(c, StringComparison.Ordinal) ? 0 : run + 1;
            longest = Math.Max(longest, run);
        }

        return turns <= (part.Length < 10 ? 2 : 3) && (part.Length < 16 || (longest < LongestRun && part.Length <= LongestWord));
    }

    [GeneratedRegex(
        @"^(?:\$\{(?:env:)?(?<name>[A-Za-z_]\w*)(?::?-[^}]*)?\}|\$(?:env:)?(?<name>[A-Za-z_]\w*)|%(?<name>[A-Za-z_]\w*)%|os\.environ/(?<name>[A-Za-z_]\w*)"
            + @"|(?:process\.|=)?[Ee]nv[.:](?<name>[A-Za-z_]\w*)|\{\{\s*\$?(?:[A-Za-z_]\w*\.)?(?<name>[A-Za-z_]\w*)\s*\}\})$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Reference();
}
