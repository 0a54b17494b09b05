using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Memories;

/// <summary>
/// Orders memories by how well they fit a text: Okapi BM25 (Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009), with k1 = 1.2, b = 0.75 and
/// the inverse frequency ln(1 + (N - n + 0.5) / (n + 0.5)), which is never negative.
/// </summary>
internal sealed class MemoryRanking
{
    private const double K1 = 1.2;
    private const double B = 0.75;

    private readonly ImmutableArray<KeptMemory> _memories;
    private readonly Dictionary<string, int>[] _counts;
    private readonly Dictionary<string, int> _holders = new(StringComparer.Ordinal);
    private readonly double _averageLength;

    /// <summary>Initializes the order of some memories, among which words are rare or frequent.</summary>
    /// <param name="memories">The memories.</param>
    public MemoryRanking(ImmutableArray<KeptMemory> memories)
    {
        _memories = memories;
        _counts = [.. memories.Select(m => Count(MemoryWords.Of(m.Text)))];
        foreach (string word in _counts.SelectMany(c => c.Keys))
        {
            _holders[word] = _holders.GetValueOrDefault(word) + 1;
        }

        _averageLength = _counts.Length == 0 ? 0 : _counts.Average(c => c.Values.Sum());
    }

    /// <summary>Finds the memories that fit a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">How many, at most.</param>
    /// <param name="leastRelevance">How relevant each must be, from 0 to 1.</param>
    /// <returns>The memories, the best first; of equals the newer one.</returns>
    public ImmutableArray<KeptMemory> Find(string text, int most, double leastRelevance)
    {
        Dictionary<string, int> query = Count(MemoryWords.Of(text));
        double asked = query.Keys.Sum(Weight);
        return
        [
            .. Enumerable.Range(0, _memories.Length)
                .Select(at => (Memory: _memories[at], Score: Score(query, _counts[at]), Held: _counts[at].Keys.Sum(Weight)))
                .Where(m => m.Score > 0 && Relevance(m.Score, Math.Min(asked, m.Held)) >= leastRelevance)
                .OrderByDescending(m => m.Score)
                .ThenByDescending(m => m.Memory.Time)
                .ThenBy(m => m.Memory.Id, StringComparer.Ordinal)
                .Take(most)
                .Select(m => m.Memory),
        ];
    }

    private static Dictionary<string, int> Count(List<string> words)
    {
        Dictionary<string, int> counts = new(StringComparer.Ordinal);
        foreach (string word in words)
        {
            counts[word] = counts.GetValueOrDefault(word) + 1;
        }

        return counts;
    }

    // The score has no upper end. What the shorter of the two could share is the measure of what they do share.
    private static double Relevance(double score, double most) => most <= 0 ? 0 : Math.Min(1, score / most);

    // A word that no memory has may be what the text is about, or a word that texts have and memories have not: it weighs half as much as a rare one.
    private double Weight(string word) => _holders.TryGetValue(word, out int holders) ? Weight(holders) : Weight(1) / 2;

    private double Weight(int holders) => Math.Log(1 + ((_memories.Length - holders + 0.5) / (holders + 0.5)));

    private double Score(Dictionary<string, int> query, Dictionary<string, int> memory)
    {
        double length = memory.Values.Sum();
        return query.Keys.Where(memory.ContainsKey).Sum(word =>
            Weight(word) * memory[word] * (K1 + 1) / (memory[word] + (K1 * (1 - B + (B * length / _averageLength)))));
    }
}
