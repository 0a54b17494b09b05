using System.Text.RegularExpressions;
using AgentCore.LiteLlm.Protection.Detection.Recognisers;
using AgentCore.LiteLlm.Protection.Detection.Texts;

namespace AgentCore.LiteLlm.Protection.Detection;

/// <summary>Finds what a regular expression of the user's matches.</summary>
/// <param name="pattern">The expression, its name and score.</param>
internal sealed class UserPattern(EntityPattern pattern) : Recogniser(pattern.Entity)
{
    // More is no data of one kind any more, and every one is a placeholder to restore.
    private const int MostMatches = 100_000;

    private readonly Regex _regex = SafeRegex.Parse(pattern.Regex, $"The pattern for {pattern.Entity}");

    /// <inheritdoc/>
    public override string Anchors => "";

    /// <inheritdoc/>
    public override void Look(in Place place, Proposals found)
    {
    }

    /// <summary>Looks through a whole text.</summary>
    /// <exception cref="ProtectionException">It matches too often.</exception>
    public void Look(string text, Proposals found, CancellationToken cancellationToken)
    {
        int count = 0;
        foreach (ValueMatch match in _regex.EnumerateMatches(text))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (++count > MostMatches)
            {
                throw new ProtectionException($"The pattern for {Entity} matches more than {MostMatches:N0} times in one text.");
            }

            if (match.Length > 0)
            {
                found.Add(this, match.Index, match.Index + match.Length, pattern.Score, Proof.Check);
            }
        }
    }
}
