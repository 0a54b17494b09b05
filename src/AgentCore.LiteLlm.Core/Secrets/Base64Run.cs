using System.Buffers;

namespace AgentCore.LiteLlm.Secrets;

/// <summary>Tells keys in Base64 from paths, which are made of the same characters.</summary>
internal static class Base64Run
{
    private const int Least = 40;
    private const int Most = 120;

    private static readonly SearchValues<char> Characters = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+/");

    /// <summary>Measures the run that begins at a place.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">The place.</param>
    /// <returns>Its length, of what need be looked at; 0 when none begins there, or only a part of a path.</returns>
    public static int LengthAt(string text, int at)
    {
        ReadOnlySpan<char> rest = text.AsSpan(at);
        bool isPath = at > 0 && (text[at - 1] is '.' or '-' or '_' || Characters.Contains(text[at - 1]));
        if (isPath || !Characters.Contains(rest[0]))
        {
            return 0;
        }

        int end = rest.IndexOfAnyExcept(Characters);
        int length = end < 0 ? rest.Length : end;
        while (length < rest.Length && rest[length] == '=')
        {
            length++;
        }

        return length;
    }

    /// <summary>Says whether a run is a key.</summary>
    /// <param name="run">The run.</param>
    /// <returns>True when it is long enough for one, no longer than keys are, and random.</returns>
    public static bool IsKey(ReadOnlySpan<char> run)
    {
        if (run.Length is < Least or > Most || run.IndexOfAny('+', '/', '=') < 0)
        {
            return false;
        }

        (int capitals, int small, int digits) = RandomText.Count(run);
        return capitals > 4 && small > 4 && digits > 1 && RandomText.IsRandom(run, 40) && !Placeholders.IsPlaceholder(run);
    }
}
