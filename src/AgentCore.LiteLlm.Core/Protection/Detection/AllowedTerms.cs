using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace AgentCore.LiteLlm.Protection.Detection;

/// <summary>The terms that may pass although they are found.</summary>
internal sealed class AllowedTerms
{
    private readonly ImmutableArray<string> _terms = [];
    private readonly ImmutableArray<Regex> _patterns = [];

    /// <summary>Reads the terms.</summary>
    /// <exception cref="ArgumentException">A term is no regular expression that runs without backtracking.</exception>
    public AllowedTerms(ImmutableArray<string> terms, AllowListMatch match)
    {
        if (match == AllowListMatch.Regex)
        {
            _patterns = [.. terms.Select(t => SafeRegex.Parse(t, "The allow-list"))];
        }
        else
        {
            _terms = terms;
        }
    }

    /// <summary>Says whether a found text may pass.</summary>
    public bool Contain(ReadOnlySpan<char> found)
    {
        foreach (string term in _terms)
        {
            if (found.SequenceEqual(term))
            {
                return true;
            }
        }

        foreach (Regex pattern in _patterns)
        {
            if (pattern.IsMatch(found))
            {
                return true;
            }
        }

        return false;
    }
}
