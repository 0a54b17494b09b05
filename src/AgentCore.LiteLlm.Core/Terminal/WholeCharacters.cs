namespace AgentCore.LiteLlm.Terminal;

/// <summary>Cuts text between its characters: half of one reaches no terminal, no file and no JSON as it is.</summary>
internal static class WholeCharacters
{
    /// <summary>Takes the start of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">The most UTF-16 units of it, from 0.</param>
    /// <returns>The whole text where it is no longer, else as much of it as ends with a whole character.</returns>
    public static string Cut(string text, int most) => text.Length <= most ? text : text[..EndWithin(text, most)];

    /// <summary>Finds where a text may be cut.</summary>
    /// <param name="text">The text.</param>
    /// <param name="end">Where it would be cut, from 0 to its end.</param>
    /// <returns>The same place, or the one before where it lies within a character.</returns>
    public static int EndWithin(string text, int end) => end > 0 && end < text.Length && char.IsSurrogatePair(text[end - 1], text[end]) ? end - 1 : end;
}
