using System.Buffers;

namespace AgentCore.LiteLlm.Secrets;

/// <summary>What the tokens of one kind look like.</summary>
/// <param name="prefix">What they begin with.</param>
/// <param name="body">What stands after it.</param>
/// <param name="least">How much of that there is at least.</param>
/// <param name="kind">What they are, as it reads after 'looks like'; null when they are public.</param>
/// <param name="source">Who says so.</param>
/// <param name="isKnownByPrefix">Whether the prefix says it all, so that what follows it is masked however it looks.</param>
internal sealed class TokenShape(string prefix, TokenBody body, int least, string? kind, TokenSource source, bool isKnownByPrefix = false)
{
    private const int Looked = 100;
    private const int MostlyNumbers = 20;

    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdefABCDEF");
    private static readonly SearchValues<char> HexGroups = SearchValues.Create("0123456789abcdefABCDEF-_");
    private static readonly SearchValues<char> Lower = SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyz");
    private static readonly SearchValues<char> Upper = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    private static readonly SearchValues<char> Letters = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
    private static readonly SearchValues<char> Url = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_");
    private static readonly SearchValues<char> Base64 = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+/=");
    private static readonly SearchValues<char> Dotted = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_.=");

    /// <summary>Gets what they begin with.</summary>
    public string Prefix => prefix;

    /// <summary>Gets what they are, as it reads after 'looks like'; null when they are public.</summary>
    public string? Kind => kind;

    /// <summary>Gets whose rules say so.</summary>
    public TokenSource Source => source;

    /// <summary>Gets whether the prefix says it all.</summary>
    public bool IsKnownByPrefix => isKnownByPrefix;

    /// <summary>Says whether a text that begins with the prefix goes on as these tokens do.</summary>
    /// <param name="text">The text, from the prefix on.</param>
    /// <returns>True when it does.</returns>
    public bool Continues(ReadOnlySpan<char> text)
    {
        // The beginning says it all, and hostile text may hold a beginning at every third character.
        ReadOnlySpan<char> rest = text[prefix.Length..Math.Min(text.Length, prefix.Length + Looked)];
        int end = rest.IndexOfAnyExcept(Characters());
        ReadOnlySpan<char> found = end < 0 ? rest : rest[..end];
        bool isCut = end >= 0 && char.IsAsciiLetterOrDigit(rest[end]);

        // Some tokens are mostly numbers, with a random end.
        return found.Length >= least && !isCut
            && (RandomText.IsRandom(found, 15) || (RandomText.Count(found).Digits >= MostlyNumbers && RandomText.IsRandom(found, 5)));
    }

    private SearchValues<char> Characters() => body switch
    {
        TokenBody.Hex => Hex,
        TokenBody.HexGroups => HexGroups,
        TokenBody.Lower => Lower,
        TokenBody.Upper => Upper,
        TokenBody.Letters => Letters,
        TokenBody.Url => Url,
        TokenBody.Base64 => Base64,
        _ => Dotted,
    };
}
