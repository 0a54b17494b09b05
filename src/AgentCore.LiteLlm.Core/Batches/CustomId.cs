using System.Globalization;
using System.Security.Cryptography;

namespace AgentCore.LiteLlm.Batches;

/// <summary>
/// The name of a line, by which its answer is found: the mark of the batch, the place, and the user's own id where one may be sent.
/// It keeps to letters, digits, <c>_</c> and <c>-</c> and to 64 characters, which every provider takes.
/// </summary>
/// <param name="Mark">The mark: 8 hexadecimal digits.</param>
/// <param name="Index">The place, from 0.</param>
/// <param name="Id">The user's own id.</param>
internal readonly record struct CustomId(string Mark, int Index, string? Id)
{
    /// <summary>The longest id of a user's own.</summary>
    public const int LongestId = 48;

    private const int MarkLength = 8;
    private const int IndexLength = 6;

    /// <summary>Makes a mark that no other batch has.</summary>
    public static string NewMark() => Convert.ToHexString(RandomNumberGenerator.GetBytes(MarkLength / 2)).ToLowerInvariant();

    /// <summary>Says whether an id of a user's own can stand in a name.</summary>
    public static bool Fits(string id) => id.Length is > 0 and <= LongestId && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');

    /// <summary>Says whether a text is a mark.</summary>
    public static bool IsMark(string text) => text.Length == MarkLength && text.All(char.IsAsciiHexDigitLower);

    /// <summary>Reads a name; null when it is none of ours.</summary>
    public static CustomId? Find(string text)
    {
        const int Head = MarkLength + 1 + IndexLength;
        if (text.Length < Head
            || !IsMark(text[..MarkLength])
            || text[MarkLength] != '-'
            || text.AsSpan(MarkLength + 1, IndexLength).ContainsAnyExceptInRange('0', '9'))
        {
            return null;
        }

        string rest = text[Head..];
        string? id = rest.Length == 0 ? null : rest[1..];
        return id is null || (rest[0] == '-' && Fits(id))
            ? new CustomId(text[..MarkLength], int.Parse(text.AsSpan(MarkLength + 1, IndexLength), NumberStyles.None, CultureInfo.InvariantCulture), id)
            : null;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Mark}-{Index:000000}{(Id is null ? "" : $"-{Id}")}");
}
