namespace AgentCore.LiteLlm.Prompts;

/// <summary>Half a character in a text, which keeps it from reaching a model as it is.</summary>
internal static class HalfCharacter
{
    /// <summary>Finds half a character (a lone surrogate), as text has that was cut in the middle of an emoji: no JSON can carry it.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Its place, from 1; 0 when there is none.</returns>
    public static int Find(string text)
    {
        for (int at = text.AsSpan().IndexOfAnyInRange('\ud800', '\udfff'); at >= 0 && at < text.Length; at++)
        {
            if (char.IsSurrogatePair(text, at))
            {
                at++;
            }
            else if (char.IsSurrogate(text[at]))
            {
                return at + 1;
            }
        }

        return 0;
    }
}
