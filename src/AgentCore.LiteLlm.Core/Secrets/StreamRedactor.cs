using System.Text;

namespace AgentCore.LiteLlm.Secrets;

/// <summary>
/// Takes secrets out of text that comes in pieces: holds back exactly what could be the beginning of one, and half a character at
/// the end of a piece. Where the pieces are cut makes no difference to what is shown in all.
/// </summary>
/// <param name="redactor">Knows the secrets.</param>
internal sealed class StreamRedactor(Redactor redactor)
{
    private string _held = "";

    // So much at the beginning of what is held back belongs to a secret whose stars were shown.
    private int _covered;

    /// <summary>Takes a piece in.</summary>
    /// <param name="piece">The piece.</param>
    /// <returns>What may be shown now.</returns>
    public string Add(string piece)
    {
        if (_held.Length == 0 && (redactor.IsIdle || redactor.FindNext(piece, 0) < 0) && !EndsInHalf(piece))
        {
            return piece;
        }

        return Show(_held + piece, isLast: false);
    }

    /// <summary>Gives out what is held back, once nothing more can follow.</summary>
    /// <returns>The rest; it holds no whole secret.</returns>
    public string Flush() => Show(_held, isLast: true);

    private string Show(string text, bool isLast)
    {
        StringBuilder? shown = null;
        int covered = _covered;
        int end = text.Length;
        for (int at = redactor.FindNext(text, 0); at >= 0; at = redactor.FindNext(text, at + 1))
        {
            int length = redactor.Measure(text, at, out bool isCut);
            if (isCut && !isLast)
            {
                end = at;
                break;
            }

            // Secrets that overlap are covered together.
            if (length > 0 && at >= covered)
            {
                shown = (shown ?? new StringBuilder()).Append(text, covered, at - covered).Append("***");
            }

            covered = length > 0 ? Math.Max(covered, at + length) : covered;
        }

        end -= !isLast && end == text.Length && covered < end && EndsInHalf(text) ? 1 : 0;
        string rest = covered < end ? text[covered..end] : "";
        _held = text[end..];
        _covered = Math.Max(0, covered - end);
        return shown is null ? rest : shown.Append(rest).ToString();
    }

    private static bool EndsInHalf(string text) => text.Length > 0 && char.IsHighSurrogate(text[^1]);
}
