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
        // A model escapes what it writes into JSON once more: there the text is what the escapes mean.
        int[]? starts = null;
        string plain = isJson ? JsonEscapes.Read(text, out starts) : text;
        Span<char> name = stackalloc char[PlaceholderForm.LongestName];
        StringBuilder? shown = null;
        int done = 0;
        int end = isLast || plain.Length == text.Length || !vault.CouldGoOn("", PlaceholderNext.Name) ? text.Length : PlaceOf(plain.Length);
        for (int at = 0; at < plain.Length; at++)
        {
            int next = PlaceholderForm.FindStart(plain.AsSpan(at));
            if (next < 0)
            {
                break;
            }

            at += next;
            PlaceholderReading reading = PlaceholderForm.Read(plain.AsSpan(at), name);
            ReadOnlySpan<char> found = name[..reading.NameLength];
            if (reading.IsWhole && vault.Find(found) is { } value)
            {
                (shown ??= new StringBuilder()).Append(text, done, PlaceOf(at) - done);
                AppendValue(shown, value);
                done = PlaceOf(at + reading.Length);
                at += reading.Length - 1;
            }
            else if (!isLast && reading.Next != PlaceholderNext.None && vault.CouldGoOn(found, reading.Next))
            {
                end = PlaceOf(at);
                break;
            }
        }

        _held = isLast ? "" : text[end..];
        return shown is null ? text[done..end] : shown.Append(text, done, end - done).ToString();

        int PlaceOf(int at) => starts is null ? at : starts[at];
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
