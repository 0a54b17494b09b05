using AgentCore.LiteLlm.Chat;

namespace AgentCore.LiteLlm.Graphs;

/// <summary>Whose text is passed on, and what of the others waits: nobody reads two answers at once.</summary>
/// <param name="count">How many speak; who comes later is added.</param>
internal sealed class Voices(int count)
{
    private readonly List<List<ChatEvent>> _waiting = [.. Enumerable.Range(0, count).Select(_ => new List<ChatEvent>())];
    private readonly HashSet<int> _over = [];
    private int _speaker;

    /// <summary>Adds one that speaks after the others.</summary>
    public void Add() => _waiting.Add([]);

    /// <summary>Takes what happens with one of them.</summary>
    /// <param name="voice">Which, from 0.</param>
    /// <param name="item">What happens.</param>
    /// <returns>What is to be passed on now.</returns>
    public IEnumerable<ChatEvent> Hear(int voice, ChatEvent item)
    {
        if (voice == _speaker || item is not ChatEvent.Arrived)
        {
            return [item];
        }

        _waiting[voice].Add(item);
        return [];
    }

    /// <summary>Notes that one of them has ended.</summary>
    /// <param name="voice">Which.</param>
    /// <returns>What is to be passed on now.</returns>
    public IEnumerable<ChatEvent> End(int voice)
    {
        _over.Add(voice);
        List<ChatEvent> heard = [];
        while (_over.Contains(_speaker))
        {
            _speaker++;
            if (_speaker < _waiting.Count)
            {
                heard.AddRange(_waiting[_speaker]);
                _waiting[_speaker].Clear();
            }
        }

        return heard;
    }
}
