namespace AgentCore.LiteLlm.Protection.Detection.Texts;

/// <summary>The words around a candidate: six before within 60 characters, three after within 30.</summary>
internal sealed class ContextWindow(string text)
{
    private const int WordsBefore = 6;
    private const int WordsAfter = 3;
    private const int ReachBefore = 60;
    private const int ReachAfter = 30;

    // In scripts without spaces.
    private const int ReachOfName = 8;

    private readonly ContextWord[] _before = new ContextWord[WordsBefore];
    private readonly ContextWord[] _after = new ContextWord[WordsAfter];
    private int _start = -1;
    private int _end = -1;
    private int _firstBefore;
    private int _countAfter;

    /// <summary>Finds one of the phrases near a span.</summary>
    /// <returns>How near: 7 right before it, less further away, 1 after it; 0 when none is there.</returns>
    public int Find(ContextPhrases phrases, int start, int end)
    {
        if (phrases.IsEmpty)
        {
            return 0;
        }

        ReadBefore(start);
        int before = phrases.FindLastIn(_before.AsSpan(_firstBefore));
        if (before > 0)
        {
            return before + _firstBefore + 1;
        }

        ReadAfter(end);
        return phrases.FindLastIn(_after.AsSpan(0, _countAfter)) > 0 || HoldsFragmentNear(phrases, start, end) ? 1 : 0;
    }

    /// <summary>Says whether one of the phrases stands right before a place.</summary>
    /// <param name="phrases">The phrases.</param>
    /// <param name="fillers">Words that may stand between.</param>
    /// <param name="start">The place.</param>
    public bool IsNamed(ContextPhrases phrases, ContextPhrases fillers, int start)
    {
        ReadBefore(start);
        int last = WordsBefore;
        while (last > _firstBefore && fillers.Contain(_before[last - 1]))
        {
            last--;
        }

        return EndIn(phrases, last) || (last < WordsBefore && EndIn(phrases, WordsBefore))
            || HoldsFragment(phrases, Math.Max(0, start - ReachOfName), start);
    }

    /// <summary>Says whether one of the phrases stands right after a place.</summary>
    public bool IsCounted(ContextPhrases phrases, int end)
    {
        ReadAfter(end);
        return _countAfter > 0 && phrases.Contain(_after[0]);
    }

    private bool EndIn(ContextPhrases phrases, int last) =>
        last > _firstBefore && phrases.FindLastIn(_before.AsSpan(_firstBefore..last)) == last - _firstBefore;

    private bool HoldsFragment(ContextPhrases phrases, int start, int end)
    {
        ReadOnlySpan<char> near = text.AsSpan(start, end - start);
        return phrases.Fragments is { } fragments && near.ContainsAnyInRange(ContextPhrases.FirstUnspaced, char.MaxValue) && near.ContainsAny(fragments);
    }

    private bool HoldsFragmentNear(ContextPhrases phrases, int start, int end) =>
        HoldsFragment(phrases, Math.Max(0, start - ReachBefore), start) || HoldsFragment(phrases, end, Math.Min(text.Length, end + ReachAfter));

    // Most candidates of a place begin together, so the words are read once for all of them.
    private void ReadBefore(int start)
    {
        if (start == _start)
        {
            return;
        }

        _start = start;
        _firstBefore = WordsBefore;
        int floor = Math.Max(0, start - ReachBefore);
        int at = start;
        while (at > floor && _firstBefore > 0)
        {
            int end = at;
            while (at > floor && char.IsLetterOrDigit(text[at - 1]))
            {
                at--;
            }

            bool isCut = at == floor && at > 0 && char.IsLetterOrDigit(text[at - 1]);
            if (end > at && !isCut)
            {
                _before[--_firstBefore] = ContextWord.From(text.AsSpan(at, end - at));
            }

            at = Math.Min(at, end - 1);
        }
    }

    private void ReadAfter(int end)
    {
        if (end == _end)
        {
            return;
        }

        _end = end;
        _countAfter = 0;
        int ceiling = Math.Min(text.Length, end + ReachAfter);
        bool isParted = false;
        for (int at = end; at < ceiling && _countAfter < WordsAfter;)
        {
            int start = at;
            while (at < ceiling && char.IsLetterOrDigit(text[at]))
            {
                at++;
            }

            // What stands before another number speaks of that one, unless nothing parts it from this one.
            if (at > start && char.IsAsciiDigit(text[start]))
            {
                _countAfter = isParted ? 0 : _countAfter;
                return;
            }

            bool isCut = at == ceiling && at < text.Length && char.IsLetterOrDigit(text[at]);
            if (at > start && !isCut)
            {
                _after[_countAfter++] = ContextWord.From(text.AsSpan(start, at - start));
            }

            isParted |= at == start && text[at] is ',' or ';' or '|' or '\n';
            at = Math.Max(at, start + 1);
        }
    }
}
