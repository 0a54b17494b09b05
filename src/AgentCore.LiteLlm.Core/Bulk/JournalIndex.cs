using System.Runtime.InteropServices;

namespace AgentCore.LiteLlm.Bulk;

/// <summary>Where the answers of a journal begin, by what was asked: a journal of a million calls is held in 200 MB. Many threads may take from it.</summary>
internal sealed class JournalIndex
{
    private const int Nowhere = -1;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (int First, int Last)> _chains = new(StringComparer.Ordinal);
    private readonly List<(long Start, int Length, int Next)> _places = [];

    /// <summary>Adds an answer behind those of the same call.</summary>
    /// <param name="key">The call's key.</param>
    /// <param name="start">Where its line begins.</param>
    /// <param name="length">How many bytes its line has.</param>
    public void Add(string key, long start, int length)
    {
        lock (_lock)
        {
            int place = _places.Count;
            _places.Add((start, length, Nowhere));
            ref (int First, int Last) chain = ref CollectionsMarshal.GetValueRefOrAddDefault(_chains, key, out bool isKnown);
            if (isKnown)
            {
                CollectionsMarshal.AsSpan(_places)[chain.Last].Next = place;
            }

            chain = (isKnown ? chain.First : place, place);
        }
    }

    /// <summary>Takes out the first answer of a call that is left.</summary>
    /// <param name="key">The call's key.</param>
    /// <returns>Where its line begins and how many bytes it has; null when there is none left.</returns>
    public (long Start, int Length)? Take(string key)
    {
        lock (_lock)
        {
            if (!_chains.TryGetValue(key, out (int First, int Last) chain))
            {
                return null;
            }

            (long start, int length, int next) = _places[chain.First];
            if (next == Nowhere)
            {
                _chains.Remove(key);
            }
            else
            {
                _chains[key] = (next, chain.Last);
            }

            return (start, length);
        }
    }
}
