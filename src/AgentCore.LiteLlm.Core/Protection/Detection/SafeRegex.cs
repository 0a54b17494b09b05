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
        Regex regex = Read(pattern, owner);
        return regex.IsMatch("") ? throw new ArgumentException($"{owner} holds a regular expression that matches nothing at all, and so everything.", nameof(pattern)) : regex;
    }

    /// <summary>Reads one that may match nothing at all.</summary>
    /// <param name="pattern">The regular expression.</param>
    /// <param name="owner">What it belongs to, for the message.</param>
    /// <exception cref="ArgumentException">It is empty, too long, malformed, or can only run with backtracking.</exception>
    public static Regex Read(string pattern, string owner)
    {
        if (pattern.Length is 0 or > LongestPattern)
        {
            throw new ArgumentException($"{owner} needs regular expressions of 1 to {LongestPattern} characters.", nameof(pattern));
        }

        try
        {
            // Case counts, as in PowerShell's -cmatch; (?i) at the beginning ends that.
            return new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (RegexParseException e)
        {
            throw new ArgumentException($"{owner} holds a malformed regular expression ({e.Error} at {e.Offset}).", nameof(pattern), e);
        }
        catch (NotSupportedException e)
        {
            throw new ArgumentException($"{owner} holds a regular expression with a lookaround, a backreference or an atomic group, or one that grows too large; those could stall on hostile text.", nameof(pattern), e);
        }
    }
}
