namespace AgentCore.LiteLlm.Protection;

/// <summary>
/// Values in ordinal order, in runs that at least halve in length, so that neither adding one nor finding one grows with how many there are
/// by more than a logarithm.
/// </summary>
internal sealed class SortedValues
{
    private readonly List<string[]> _runs = [];

    /// <summary>Takes a value in, which is not among them yet.</summary>
    public void Add(string value)
    {
        string[] run = [value];
        while (_runs.Count > 0 && _runs[^1].Length <= run.Length)
        {
            run = Merge(_runs[^1], run);
            _runs.RemoveAt(_runs.Count - 1);
        }

        _runs.Add(run);
    }

    /// <summary>Finds the greatest value that does not come after a text; null when all do.</summary>
    public string? FindLastUpTo(ReadOnlySpan<char> text)
    {
        string? last = null;
        foreach (string[] run in _runs)
        {
            int count = CountUpTo(run, text);
            if (count > 0 && (last is null || string.CompareOrdinal(run[count - 1], last) > 0))
            {
                last = run[count - 1];
            }
        }

        return last;
    }

    private static int CountUpTo(string[] run, ReadOnlySpan<char> text)
    {
        int low = 0;
        int high = run.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (run[middle].AsSpan().SequenceCompareTo(text) <= 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private static string[] Merge(string[] one, string[] other)
    {
        string[] merged = new string[one.Length + other.Length];
        int left = 0;
        int right = 0;
        for (int at = 0; at < merged.Length; at++)
        {
            bool isLeft = right == other.Length || (left < one.Length && string.CompareOrdinal(one[left], other[right]) <= 0);
            merged[at] = isLeft ? one[left++] : other[right++];
        }

        return merged;
    }
}
