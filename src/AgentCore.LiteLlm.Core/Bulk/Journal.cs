using System.Collections.Concurrent;
using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Files;

namespace AgentCore.LiteLlm.Bulk;

/// <summary>A file of finished calls, one JSON line each, by which an interrupted run goes on where it stopped.</summary>
/// <remarks>A line is handed to the operating system before its answer is given on, so a killed process loses at most calls whose answers nobody saw. One process at a time writes a journal.</remarks>
public sealed class Journal : IDisposable
{
    private const int Version = 1;
    private const byte LineEnd = (byte)'\n';

    private static ReadOnlySpan<byte> LineStart => "{\"v\":1,\"request\":\""u8;

    // Answers stay in the file: only where each begins is kept, for every time the same call was made.
    private readonly ConcurrentDictionary<string, ConcurrentQueue<(long Start, int Length)>> _done = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _turn = new(1);
    private readonly FileStream _file;
    private readonly TimeProvider _time;

    private Journal(FileStream file, TimeProvider time)
    {
        _file = file;
        _time = time;
    }

    /// <summary>Gets how many finished calls the file held when it was opened.</summary>
    public int Count { get; private set; }

    /// <summary>Opens a journal, or begins one. A last line that was torn off is taken away.</summary>
    /// <param name="path">Its full path.</param>
    /// <param name="time">The clock.</param>
    /// <returns>The journal.</returns>
    /// <exception cref="JournalException">The file is no journal.</exception>
    /// <exception cref="FileException">It is no file, cannot be opened, or another process writes it.</exception>
    public static Journal Open(string path, TimeProvider time)
    {
        Journal journal = new(OutputFile.OpenToAdd(path), time);
        try
        {
            journal.ReadAll();
            return journal;
        }
        catch
        {
            journal.Dispose();
            throw;
        }
    }

    /// <summary>Finds the answer of a call that was made before, and uses it up: the same call made twice has two answers.</summary>
    /// <param name="key">The call's key.</param>
    /// <param name="cancellationToken">Ends the wait for the file.</param>
    /// <returns>The answer, or null when there is none left.</returns>
    public async ValueTask<AgentReply?> TakeAsync(string key, CancellationToken cancellationToken)
    {
        if (!_done.TryGetValue(key, out ConcurrentQueue<(long Start, int Length)>? places) || !places.TryDequeue(out (long Start, int Length) place))
        {
            return null;
        }

        byte[] line = new byte[place.Length];
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _file.Seek(place.Start, SeekOrigin.Begin);
            await _file.ReadExactlyAsync(line, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }

        return JsonSerializer.Deserialize(line, JournalJson.Default.JournalLine)?.Reply;
    }

    /// <summary>Writes an answer down.</summary>
    /// <param name="key">The call's key.</param>
    /// <param name="reply">The answer.</param>
    public Task AddAsync(string key, AgentReply reply) => WriteAsync(new JournalLine { V = Version, Request = key, At = _time.GetUtcNow(), Reply = reply });

    /// <summary>Writes a failure down; the call is made again in the next run.</summary>
    /// <param name="key">The call's key.</param>
    /// <param name="failure">The failure.</param>
    public Task AddAsync(string key, ChatFailure failure) =>
        WriteAsync(new JournalLine { V = Version, Request = key, At = _time.GetUtcNow(), Error = failure.Kind.ToString(), Message = failure.Summary });

    /// <inheritdoc/>
    public void Dispose()
    {
        _file.Dispose();
        _turn.Dispose();
    }

    // A line is written in one piece and not cancelled halfway: what was paid for is kept.
    private async Task WriteAsync(JournalLine line)
    {
        byte[] bytes = [.. JsonSerializer.SerializeToUtf8Bytes(line, JournalJson.Default.JournalLine), LineEnd];
        await _turn.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            long end = _file.Seek(0, SeekOrigin.End);
            try
            {
                await _file.WriteAsync(bytes, CancellationToken.None).ConfigureAwait(false);
            }
            catch (IOException)
            {
                // Half a line would spoil the next one.
                _file.SetLength(end);
                throw;
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private void ReadAll()
    {
        JournalLines lines = new(_file);
        int number = 0;
        while (lines.Read() is { } found)
        {
            number++;
            JournalLine? line = Parse(found.Bytes.Span);
            if (line is null && !found.IsEnded && IsTorn(found.Bytes.Span))
            {
                _file.SetLength(found.Start);
                return;
            }

            if (line is not { V: Version })
            {
                throw new JournalException($"Line {number} is no line of a journal of version {Version}.");
            }

            if (!found.IsEnded)
            {
                _file.Seek(0, SeekOrigin.End);
                _file.WriteByte(LineEnd);
            }

            if (line.Reply is not null)
            {
                Count++;
                _done.GetOrAdd(line.Request, static _ => new ConcurrentQueue<(long, int)>()).Enqueue((found.Start, found.Bytes.Length));
            }
        }
    }

    // Only what we began may be taken away: a wrong path must not cost anybody a file.
    private static bool IsTorn(ReadOnlySpan<byte> bytes)
    {
        int length = Math.Min(bytes.Length, LineStart.Length);
        return bytes[..length].SequenceEqual(LineStart[..length]);
    }

    private static JournalLine? Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, JournalJson.Default.JournalLine);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
