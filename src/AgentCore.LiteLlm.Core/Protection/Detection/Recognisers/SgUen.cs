using System.Buffers;

namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>Singaporean entity numbers.</summary>
internal sealed class SgUen()
    : ShapeRecogniser("SG_UEN", [("9{8,9}A", 0.3), ("[TSR]99AA9{4}A", 0.3)], "uen", "unique entity number", "business registration", "acra")
{
    private const string AlphabetOfC = "ABCDEFGHJKLMNPQRSTUVWX0123456789";

    private static readonly SearchValues<char> CharactersOfC = SearchValues.Create(AlphabetOfC);

    /// <inheritdoc/>
    protected override Verdict Check(ReadOnlySpan<char> body, ReadOnlySpan<char> written)
    {
        char expected = body.Length == 9 ? "XMKECAWLJDB"[CheckDigits.Weighted(body[..8], 10, 4, 9, 3, 8, 2, 7, 1) % 11]
            : char.IsAsciiDigit(body[0]) ? "ZKCMDNERGWH"[CheckDigits.Weighted(body[..9], 10, 8, 6, 4, 9, 7, 5, 3, 1) % 11]
            : OfOthers(body);
        return expected == body[^1] ? Verdict.Proven : Verdict.Wrong;
    }

    private static char OfOthers(ReadOnlySpan<char> body)
    {
        if (body.ContainsAnyExcept(CharactersOfC))
        {
            return '\0';
        }

        int sum = 0;
        ReadOnlySpan<int> weights = [4, 3, 5, 3, 10, 2, 2, 5, 7];
        for (int at = 0; at < weights.Length; at++)
        {
            sum += AlphabetOfC.IndexOf(body[at], StringComparison.Ordinal) * weights[at];
        }

        return AlphabetOfC[(sum - 5 + 11) % 11];
    }
}
