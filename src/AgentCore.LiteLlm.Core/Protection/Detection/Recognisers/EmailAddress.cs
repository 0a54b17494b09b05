using AgentCore.LiteLlm.Protection.Detection.Texts;

namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>E-mail addresses. A top-level domain that exists proves one; company-internal ones count for less, but count.</summary>
internal sealed class EmailAddress() : Recogniser("EMAIL_ADDRESS", "email", "e-mail", "mail", "contact")
{
    private const int LongestLocal = 128;
    private const int LongestQuoted = 64;

    /// <inheritdoc/>
    public override string Anchors => "@";

    /// <inheritdoc/>
    public override void Look(in Place place, Proposals found)
    {
        ReadOnlySpan<char> text = place.Text;
        int start = place.Start;
        while (start > 0 && place.Start - start < LongestLocal && IsLocal(text[start - 1]))
        {
            start--;
        }

        // An escape of a line break is no part of the name that follows.
        start += start > 0 && start + 1 < place.Start && text[start - 1] == '\\' && text[start] is 'n' or 'r' or 't' ? 1 : 0;
        int dots = text[start..place.Start].LastIndexOf("..", StringComparison.Ordinal);
        start += dots < 0 ? 0 : dots + 2;
        while (start < place.Start && !char.IsLetterOrDigit(text[start]) && text[start] != '_')
        {
            start++;
        }

        start = start == place.Start ? StartOfQuoted(text, start) : start;
        HostName host = HostName.Read(text, place.End);
        if (start < place.Start && text[place.Start - 1] != '.' && host.Labels > 1 && host.HasLetters)
        {
            found.Add(this, start, host.End, host.IsPublic ? 1 : 0.5, host.IsPublic ? Proof.Check : Proof.Shape);
        }
    }

    // '"ann lee"@example.com'
    private static int StartOfQuoted(ReadOnlySpan<char> text, int at)
    {
        if (at == 0 || text[at - 1] != '"')
        {
            return at;
        }

        int length = text[Math.Max(0, at - 1 - LongestQuoted)..(at - 1)].LastIndexOfAny('"', '\n');
        int quote = length < 0 ? -1 : Math.Max(0, at - 1 - LongestQuoted) + length;
        bool isName = quote >= 0 && text[quote] == '"' && quote + 2 < at && char.IsLetterOrDigit(text[quote + 1]) && char.IsLetterOrDigit(text[at - 2]);
        return isName ? quote : at;
    }

    // What RFC 5321 allows and people use; '=', '/', '?' and '&' stand before addresses more often than in them.
    private static bool IsLocal(char c) =>
        char.IsAsciiLetterOrDigit(c)
            || c is '.' or '_' or '-' or '+' or '%' or '\'' or '!' or '#' or '$' or '*' or '^' or '~'
            || (c > '\u007F' && char.IsLetterOrDigit(c));
}
