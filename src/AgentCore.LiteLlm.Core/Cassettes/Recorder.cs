using System.Collections.Immutable;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Network;
using AgentCore.LiteLlm.Wire;

namespace AgentCore.LiteLlm.Cassettes;

/// <summary>One recording: what it notes takes the place of earlier recordings of the same requests, and leaves the others alone.</summary>
/// <param name="path">The full path of the cassette.</param>
/// <param name="time">The clock.</param>
internal sealed class Recorder(string path, TimeProvider time)
{
    private readonly object _lock = new();
    private readonly List<Interaction> _noted = [];
    private readonly string _take = Guid.NewGuid().ToString("N")[..8];
    private int _saved;

    /// <summary>Gets the path of the cassette.</summary>
    public string Path => path;

    /// <summary>Gets a value indicating whether something was noted that is not on disk yet.</summary>
    public bool HasUnsaved
    {
        get
        {
            lock (_lock)
            {
                return _saved < _noted.Count;
            }
        }
    }

    /// <summary>Checks that the cassette can be added to: an existing file must be one.</summary>
    /// <exception cref="FileException">Another file is there, or it cannot be read or written.</exception>
    public void Check()
    {
        OutputFile.Check(path, overwrites: true);
        if (RegularFile.IsAt(path))
        {
            CassetteFile.Read(path);
        }
    }

    /// <summary>Makes a transport that notes everything another one carries.</summary>
    /// <param name="options">How connections are made; null for a simulated endpoint.</param>
    /// <returns>The transport.</returns>
#pragma warning disable CA2000 // each disposes what it holds
    public ChatTransport ToTransport(TransportOptions? options) =>
        ChatTransport.Over(
            new RecordingHandler(this, options is null ? new Simulation.SimulatedEndpoint() : options.ToHandler()), isSimulated: options is null);
#pragma warning restore CA2000

    /// <summary>Writes what was noted since the last time.</summary>
    /// <param name="cancellationToken">Ends the wait for other writers.</param>
    /// <returns>The end of it.</returns>
    /// <exception cref="FileException">The file cannot be written.</exception>
    public async Task SaveAsync(CancellationToken cancellationToken)
    {
        Interaction[] noted;
        lock (_lock)
        {
            noted = [.. _noted];
        }

        if (noted.Length > 0)
        {
            await CassetteFile.ChangeAsync(path, before => Merge(before, noted), time, cancellationToken).ConfigureAwait(false);
            lock (_lock)
            {
                _saved = Math.Max(_saved, noted.Length);
            }
        }
    }

    /// <summary>Notes a request and how it ended.</summary>
    internal void Note(RecordedRequest request, RecordedAnswer answer)
    {
        lock (_lock)
        {
            _noted.Add(new Interaction(_take, request, answer));
        }
    }

    private IEnumerable<Interaction> Merge(ImmutableArray<Interaction> before, Interaction[] noted)
    {
        HashSet<string> replaced = [.. noted.Select(n => n.Request.Key)];
        return before.Where(b => b.Take != _take && !replaced.Contains(b.Request.Key)).Concat(noted);
    }
}
