using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Network;
using AgentCore.LiteLlm.Resilience;
using AgentCore.LiteLlm.Wire;

namespace AgentCore.LiteLlm.Cassettes;

/// <summary>The cassette that the calls of one pipeline are recorded on, or played from.</summary>
internal sealed class Tape : IDisposable
{
    private readonly Recorder? _recorder;
    private readonly Player? _player;
    private readonly object _lock = new();
    private ChatTransport? _transport;

    private Tape(Recorder? recorder, Player? player)
    {
        _recorder = recorder;
        _player = player;
    }

    /// <summary>Gets what is known of endpoints: nothing at the start, so that a replay asks as the recording did.</summary>
    public DialectMemory Dialects { get; } = new();

    /// <summary>Gets the clock that waits before another try go by.</summary>
    public TimeProvider RetryClock { get; private init; } = TimeProvider.System;

    /// <summary>Gets a value indicating whether something was recorded that is not on disk yet.</summary>
    public bool HasUnsaved => _recorder?.HasUnsaved ?? false;

    /// <summary>Starts a recording.</summary>
    /// <exception cref="FileException">Another file is there, or it cannot be read or written.</exception>
    public static Tape Record(string path, TimeProvider time)
    {
        Recorder recorder = new(path, time);
        recorder.Check();
        return new Tape(recorder, null);
    }

    /// <summary>Starts a replay.</summary>
    /// <exception cref="FileException">The file is not there, is no file or no cassette, or cannot be read.</exception>
    public static Tape Play(string path) => new(null, Player.Open(path)) { RetryClock = new ReplayClock() };

    /// <summary>Gives what carries the calls.</summary>
    /// <param name="isSimulated">Whether what is recorded is the simulation.</param>
    /// <param name="options">How connections are made for a recording.</param>
    public ChatTransport TransportFor(bool isSimulated, TransportOptions options)
    {
        lock (_lock)
        {
            return _transport ??= _player?.ToTransport() ?? _recorder!.ToTransport(isSimulated ? null : options);
        }
    }

    /// <summary>Writes what was recorded.</summary>
    public Task SaveAsync(CancellationToken cancellationToken) => _recorder?.SaveAsync(cancellationToken) ?? Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => _transport?.Dispose();
}
