using System.Text;
using System.Text.Json;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Json;
using AgentCore.LiteLlm.Network;
using AgentCore.LiteLlm.Resilience;
using AgentCore.LiteLlm.Secrets;
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

    /// <summary>Gets a value indicating whether answers come from the cassette.</summary>
    public bool IsPlayed => _player is not null;

    /// <summary>Notes what a tool server answered.</summary>
    /// <param name="server">The server's name.</param>
    /// <param name="method">What it was asked.</param>
    /// <param name="parameters">With what.</param>
    /// <param name="answer">The answer: JSON.</param>
    /// <param name="redactor">Takes secrets out of what is kept.</param>
    public void NoteServer(string server, string method, JsonElement parameters, string answer, Redactor redactor)
    {
        using JsonDocument asked = JsonDocument.Parse(redactor.Redact(parameters.GetRawText()));
        _recorder?.Note(
            ToServerRequest(server, method, asked.RootElement.Clone()),
            new RecordedAnswer.Response(200, [], [redactor.Redact(answer)], IsCut: false));
    }

    /// <summary>Takes what a tool server answered off the cassette.</summary>
    /// <param name="server">The server's name.</param>
    /// <param name="method">What it is asked.</param>
    /// <param name="parameters">With what.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="ChatException">No answer to it is left.</exception>
    public JsonElement TakeServer(string server, string method, JsonElement parameters)
    {
        RecordedAnswer answer = _player!.Take(ToServerRequest(server, method, parameters), $"tool server '{server}'");
        string text = answer is RecordedAnswer.Response response ? string.Concat(response.Chunks) : "{}";
        using JsonDocument? json = ReceivedJson.Find(Encoding.UTF8.GetBytes(text));
        return json?.RootElement.Clone() ?? default;
    }

    /// <summary>Writes what was recorded.</summary>
    public Task SaveAsync(CancellationToken cancellationToken) => _recorder?.SaveAsync(cancellationToken) ?? Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => _transport?.Dispose();

    // A question to a tool server stands beside those to models, under a method that HTTP does not have.
    private static RecordedRequest ToServerRequest(string server, string method, JsonElement parameters) =>
        new("MCP", $"/{Uri.EscapeDataString(server)}/{method}", parameters);
}
