namespace AgentCore.LiteLlm.Terminal;

/// <summary>
/// Text of several lines where a key for another line is not at hand: a line that ends in <c>\</c> goes on, and so does what <c>"""</c> opens.
/// </summary>
internal static class ContinuedText
{
    private const string Quotes = "\"\"\"";

    /// <summary>Says whether text is to go on.</summary>
    public static bool IsOpen(string text)
    {
        string begun = text.TrimStart();
        return begun.StartsWith(Quotes, StringComparison.Ordinal)
            ? begun.IndexOf(Quotes, Quotes.Length, StringComparison.Ordinal) < 0
            : (text.Length - text.TrimEnd('\\').Length) % 2 == 1;
    }

    /// <summary>Gives the text that is meant.</summary>
    public static string Read(string text)
    {
        string trimmed = text.Trim();
        if (trimmed.Length >= 2 * Quotes.Length && trimmed.StartsWith(Quotes, StringComparison.Ordinal) && trimmed.EndsWith(Quotes, StringComparison.Ordinal))
        {
            return trimmed[Quotes.Length..^Quotes.Length].Trim('\n');
        }

        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length - 1; i++)
        {
            lines[i] = IsOpen(lines[i]) ? lines[i][..^1] : lines[i];
        }

        return string.Join('\n', lines);
    }
}
