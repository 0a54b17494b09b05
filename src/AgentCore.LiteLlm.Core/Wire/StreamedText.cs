using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Wire;

/// <summary>
/// One text of an answer, put together from its pieces: whole characters, without secrets, each piece given out as soon as it is safe to
/// show.
/// </summary>
/// <param name="redactor">Takes the request's secrets out, also where one is cut in two.</param>
internal sealed class StreamedText(Redactor redactor)
{
    private readonly LongText _whole = new();
    private readonly SplitText _split = new();
    private readonly SaidText _said = new();
    private readonly StreamRedactor _safe = new(redactor);

    /// <summary>Gets a value indicating whether there is no text.</summary>
    public bool IsEmpty => _whole.IsEmpty;

    /// <summary>Gets how many characters it has.</summary>
    public int Length => _whole.Length;

    /// <summary>Takes a piece in.</summary>
    /// <param name="piece">The piece.</param>
    /// <returns>What may be shown now.</returns>
    public string Add(string piece) => Take(_split.Add(piece), isLast: false);

    /// <summary>Gives out what was held back.</summary>
    public string Flush() => Take(_split.Flush(), isLast: true);

    /// <summary>Says what a whole text adds to what came; null when it does not begin with it.</summary>
    public string? FindRest(string whole) => _said.FindRest(whole);

    /// <summary>Says whether a piece is all that came, and too long for that to be chance.</summary>
    public bool IsRepeatedBy(string piece) => _said.IsRepeatedBy(piece);

    /// <inheritdoc/>
    public override string ToString() => _whole.ToString();

    private string Take(string piece, bool isLast)
    {
        _said.Add(piece);
        string shown = piece.Length == 0 ? "" : _safe.Add(piece);
        shown = isLast ? shown + _safe.Flush() : shown;
        _whole.Append(shown);
        return shown;
    }
}
