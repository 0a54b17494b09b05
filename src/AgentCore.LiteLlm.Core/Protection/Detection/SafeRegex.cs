using System.Text.RegularExpressions;

namespace AgentCore.LiteLlm.Protection.Detection;

/// <summary>Regular expressions of the user's, in the form whose time grows only with the text.</summary>
internal static class SafeRegex
{
    /// <summary>The longest that one may be, in characters.</summary>
    public const int LongestPattern = 1000;

    /// <summary>Reads one.</summary>
    /// <param name="pattern">The regular expression.</param>
    /// <param name="owner">What it belongs to, for the message.</param>
    /// <exception cref="ArgumentException">It is empty, too long, malformed, or can only run with backtracking.</exception>
    public static Regex Parse(string pattern, string owner)
    {
        Regex regex = Read(pattern, owner, out string? problem) ?? throw new ArgumentException(problem, nameof(pattern));
        return regex.IsMatch("")
            ? throw new ArgumentException($"{owner} holds a regular expression that matches nothing at all, and so everything.", nameof(pattern))
            : regex;
    }

    /// <summary>Reads one that may match nothing at all.</summary>
    /// <param name="pattern">The regular expression.</param>
    /// <param name="owner">What it belongs to, for the message.</param>
    /// <param name="problem">What is wrong with it: it is empty, too long, malformed, or can only run with backtracking.</param>
    /// <returns>The regular expression, or null with a <paramref name="problem"/>.</returns>
    public static Regex? Read(string pattern, string owner, out string? problem)
    {
        problem = null;
        if (pattern.Length is 0 or > LongestPattern)
        {
            problem = $"{owner} needs regular expressions of 1 to {LongestPattern} characters.";
            return null;
        }

        try
        {
            // Case counts, as in PowerShell's -cmatch; (?i) at the beginning ends that.
            return new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (RegexParseException e)
        {
            problem = $"{owner} holds a malformed regular expression ({e.Error} at {e.Offset}).";
        }
        catch (NotSupportedException)
        {
            problem = $"{owner} holds a regular expression with a lookaround, a backreference or an atomic group, or one that grows too large; "
                + "those could stall on hostile text.";
        }

        return null;
    }
}
