using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Protection.Detection.Texts;

/// <summary>Words that, near a number, say what it is: compared as whole words, with or without a plural ending.</summary>
internal sealed class ContextPhrases
{
    // Scripts that write no spaces between words begin here.
    private const char FirstUnspaced = '\u0E00';

    private readonly ImmutableArray<ulong[]> _phrases;

    /// <summary>Makes the list; a phrase may have several words.</summary>
    public ContextPhrases(params ReadOnlySpan<string> phrases)
    {
        ImmutableArray<ulong[]>.Builder hashed = ImmutableArray.CreateBuilder<ulong[]>();
        ImmutableArray<string>.Builder fragments = ImmutableArray.CreateBuilder<string>();
        foreach (string phrase in phrases)
        {
            if (phrase.Any(c => c >= FirstUnspaced))
            {
                fragments.Add(phrase);
            }
            else
            {
                hashed.Add(Hashes(phrase));
            }
        }

        _phrases = hashed.ToImmutable();
        Fragments = fragments.ToImmutable();
    }

    /// <summary>Gets the phrases in scripts without spaces, which count wherever they stand.</summary>
    public ImmutableArray<string> Fragments { get; }

    /// <summary>Gets a value indicating whether there is none.</summary>
    public bool IsEmpty => _phrases.IsEmpty && Fragments.IsEmpty;

    /// <summary>Finds the last place among words where one of the phrases ends.</summary>
    /// <param name="words">The words, in order.</param>
    /// <returns>How many words there are up to the end of the phrase; 0 when none stands there.</returns>
    public int FindLastIn(ReadOnlySpan<ContextWord> words)
    {
        int last = 0;
        foreach (ulong[] phrase in _phrases)
        {
            for (int at = words.Length - phrase.Length; at >= 0 && at + phrase.Length > last; at--)
            {
                last = Matches(phrase, words[at..]) ? at + phrase.Length : last;
            }
        }

        return last;
    }

    private static bool Matches(ulong[] phrase, ReadOnlySpan<ContextWord> words)
    {
        for (int at = 0; at < phrase.Length; at++)
        {
            if (!words[at].Is(phrase[at]))
            {
                return false;
            }
        }

        return true;
    }

    private static ulong[] Hashes(string phrase)
    {
        List<ulong> hashes = [];
        for (int at = 0; at < phrase.Length;)
        {
            int end = at;
            while (end < phrase.Length && char.IsLetterOrDigit(phrase[end]))
            {
                end++;
            }

            if (end > at)
            {
                hashes.Add(ContextWord.From(phrase.AsSpan(at, end - at)).Whole);
            }

            at = Math.Max(end, at + 1);
        }

        return [.. hashes];
    }
}
