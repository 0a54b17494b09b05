using AgentCore.LiteLlm.Terminal;

namespace AgentCore.LiteLlm.Simulation;

/// <summary>The simulation's tokens: a word is a longest run of characters that are not white space.</summary>
internal static class Words
{
    public static int Count(string? text)
    {
        int words = 0;
        bool inside = false;
        foreach (char character in text ?? "")
        {
            bool white = char.IsWhiteSpace(character);
            words += !white && !inside ? 1 : 0;
            inside = !white;
        }

        return words;
    }

    /// <summary>The start of a text that holds at most <paramref name="words"/> words.</summary>
    public static string Take(string text, int words)
    {
        int position = 0;
        foreach (string piece in Split(text))
        {
            if (Count(piece) > 0 && words-- == 0)
            {
                return text[..position];
            }

            position += piece.Length;
        }

        return text;
    }

    /// <summary>A text as pieces of one word each with the white space before it, which together are the text.</summary>
    public static IReadOnlyList<string> Split(string text)
    {
        List<string> pieces = [];
        int start = 0;
        bool word = false;
        for (int i = 0; i < text.Length; i++)
        {
            bool white = char.IsWhiteSpace(text[i]);
            if (white && word)
            {
                pieces.Add(text[start..i]);
                start = i;
            }

            word = !white;
        }

        if (start < text.Length)
        {
            pieces.Add(text[start..]);
        }

        return pieces;
    }

    /// <summary>A text in at most <paramref name="count"/> pieces of about the same length, none of which splits a character.</summary>
    public static IReadOnlyList<string> Split(string text, int count)
    {
        List<string> pieces = [];
        int start = 0;
        for (int piece = 1; piece <= count; piece++)
        {
            int end = WholeCharacters.EndWithin(text, (int)((long)text.Length * piece / count));
            if (end > start)
            {
                pieces.Add(text[start..end]);
                start = end;
            }
        }

        return pieces;
    }

    /// <summary>The start of a text that is at most <paramref name="length"/> long and ends with a whole character.</summary>
    public static string Cut(string text, int length) => WholeCharacters.Cut(text, length);
}
