namespace AgentCore.LiteLlm.Reports;

/// <summary>A text of a report. Those of others reach a file through <see cref="ReportCleaner"/> alone.</summary>
/// <param name="Text">The text.</param>
/// <param name="Origin">Where it comes from.</param>
internal readonly record struct ReportText(string Text, TextOrigin Origin)
{
    // More than the longest secret.
    private const int LookBehind = 8 * 1024;

    /// <summary>Gets the text that says nothing.</summary>
    public static ReportText None { get; } = new("", TextOrigin.Own);

    /// <summary>Gets the most characters that are shown of it; 0 for as many as the report shows of any text.</summary>
    public int Most { get; init; }

    /// <summary>Gets a value indicating whether there is nothing to show.</summary>
    public bool IsEmpty => string.IsNullOrEmpty(Text);

    /// <summary>Makes a text of the report's own words and figures.</summary>
    public static ReportText Own(string? text) => new(text ?? "", TextOrigin.Own);

    /// <summary>Makes a text of a name or an address.</summary>
    public static ReportText Named(string? text) => new(text ?? "", TextOrigin.Named);

    /// <summary>Makes a text of what somebody said.</summary>
    public static ReportText Said(string? text) => new(text ?? "", TextOrigin.Said);

    /// <summary>Makes a text of the beginning of what somebody said, of which no more is kept than is needed to tell what it holds.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">The most characters that are shown of it.</param>
    public static ReportText Begin(string? text, int most) =>
        new(text is null ? "" : text.Length > most + LookBehind ? text[..(most + LookBehind)] : text, TextOrigin.Said) { Most = most };

    /// <summary>Gives the text to write.</summary>
    /// <exception cref="InvalidOperationException">It is a text of others that nobody made fit.</exception>
    public string ToWritten() => Origin is TextOrigin.Own or TextOrigin.Fit
        ? Text
        : throw new InvalidOperationException("A text of others is written that was not cleaned.");

    /// <inheritdoc/>
    public override string ToString() => Text;
}
