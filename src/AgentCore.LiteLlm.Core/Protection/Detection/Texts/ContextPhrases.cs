using System.Buffers;
using System.Collections.Frozen;
using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Protection.Detection.Texts;

/// <summary>Words that, near a number, say what it is: compared as whole words, with or without a plural ending.</summary>
internal sealed class ContextPhrases
{
    /// <summary>The first character of the scripts that write no spaces between words.</summary>
    public const char FirstUnspaced = '\u0E00';

    private readonly FrozenSet<ulong> _words;

    // Those of several words.
    private readonly ImmutableArray<ulong[]> _phrases;

    /// <summary>Makes the list; a phrase may have several words.</summary>
    public ContextPhrases(params ReadOnlySpan<string> phrases)
    {
        ImmutableArray<ulong[]>.Builder hashed = ImmutableArray.CreateBuilder<ulong[]>();
        List<string> fragments = [];
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

        _words = hashed.Where(p => p.Length == 1).Select(p => p[0]).ToFrozenSet();
        _phrases = [.. hashed.Where(p => p.Length > 1)];
        Fragments = fragments.Count == 0 ? null : SearchValues.Create([.. fragments], StringComparison.Ordinal);
    }

    /// <summary>Gets the phrases in scripts without spaces, which count wherever they stand; null when there is none.</summary>
    public SearchValues<string>? Fragments { get; }

    /// <summary>Gets a value indicating whether there is none.</summary>
    public bool IsEmpty => _words.Count == 0 && _phrases.IsEmpty && Fragments is null;

    /// <summary>Finds the last place among words where one of the phrases ends.</summary>
    /// <param name="words">The words, in order.</param>
    /// <returns>How many words there are up to the end of the phrase; 0 when none stands there.</returns>
    public int FindLastIn(ReadOnlySpan<ContextWord> words)
    {
        int last = words.Length;
        while (last > 0 && !Contain(words[last - 1]))
        {
            last--;
        }

        foreach (ulong[] phrase in _phrases)
        {
            for (int at = words.Length - phrase.Length; at >= 0 && at + phrase.Length > last; at--)
            {
                last = Matches(phrase, words[at..]) ? at + phrase.Length : last;
            }
        }

        return last;
    }

    /// <summary>Says whether a word, or its singular, is one of the phrases.</summary>
    public bool Contain(ContextWord word) =>
        word.IsAny && (_words.Contains(word.Whole) || HasSingular(word));

    private bool HasSingular(ContextWord word) =>
        (word.WithoutS != word.Whole && _words.Contains(word.WithoutS)) || (word.WithoutEs != word.Whole && _words.Contains(word.WithoutEs));

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
