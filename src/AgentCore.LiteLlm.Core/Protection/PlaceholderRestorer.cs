using System.Text;

namespace AgentCore.LiteLlm.Protection;

/// <summary>
/// Puts values back for placeholders in text that comes in pieces: holds back exactly what could be the beginning of an issued one.
/// Where the pieces are cut makes no difference to the whole, and what was put back is not looked at again.
/// </summary>
/// <param name="vault">Knows the values.</param>
/// <param name="isJson">Whether the text is JSON, so that values are written as the inside of a JSON string.</param>
internal sealed class PlaceholderRestorer(ProtectionVault vault, bool isJson)
{
    private string _held = "";

    /// <summary>Restores a whole text.</summary>
    public static string Restore(string text, ProtectionVault vault, bool isJson)
    {
        PlaceholderRestorer whole = new(vault, isJson);
        return whole.Add(text) + whole.Flush();
    }

    /// <summary>Takes a piece in.</summary>
    /// <param name="piece">The piece.</param>
    /// <returns>What may be shown now.</returns>
    public string Add(string piece) =>
        _held.Length == 0 && PlaceholderForm.FindStart(piece) < 0 ? piece : Show(_held + piece, isLast: false);

    /// <summary>Gives out what is held back, once nothing more can follow.</summary>
    /// <returns>The rest: the beginning of a placeholder that never came whole.</returns>
    public string Flush() => Show(_held, isLast: true);

    private string Show(string text, bool isLast)
    {
        Span<char> name = stackalloc char[PlaceholderForm.LongestName];
        StringBuilder? shown = null;
        int done = 0;
        int end = text.Length;
        for (int at = 0; at < text.Length; at++)
        {
            int next = PlaceholderForm.FindStart(text.AsSpan(at));
            if (next < 0)
            {
                break;
            }

            at += next;
            PlaceholderReading reading = PlaceholderForm.Read(text.AsSpan(at), name);
            ReadOnlySpan<char> found = name[..reading.NameLength];
            if (reading.IsWhole && vault.Find(found) is { } value)
            {
                (shown ??= new StringBuilder()).Append(text, done, at - done);
                AppendValue(shown, value);
                done = at + reading.Length;
                at = done - 1;
            }
            else if (!isLast && reading.Next != PlaceholderNext.None && vault.CouldGoOn(found, reading.Next))
            {
                end = at;
                break;
            }
        }

        _held = isLast ? "" : text[end..];
        return shown is null ? text[done..end] : shown.Append(text, done, end - done).ToString();
    }

    private void AppendValue(StringBuilder shown, string value)
    {
        if (isJson)
        {
            JsonEscapes.Append(shown, value);
        }
        else
        {
            shown.Append(value);
        }
    }
}
