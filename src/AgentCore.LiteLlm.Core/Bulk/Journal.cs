using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Files;

namespace AgentCore.LiteLlm.Bulk;

/// <summary>A file of finished calls, one JSON line each, by which an interrupted run goes on where it stopped.</summary>
/// <remarks>
/// A line is handed to the operating system before its answer is given on, so a killed process loses at most calls whose answers nobody
/// saw. One process at a time writes a journal.
/// </remarks>
internal sealed class Journal : IDisposable
{
    /// <summary>The version that is written and read.</summary>
    internal const int Version = 1;

    /// <summary>The most bytes of a line.</summary>
    internal const int LongestLine = 256 * 1024 * 1024;

    private const byte LineEnd = (byte)'\n';

    private static ReadOnlySpan<byte> VersionStart => "{\"v\":"u8;

    private static ReadOnlySpan<byte> LineStart => "{\"v\":1,\"request\":\""u8;

    // Answers stay in the file: only where each begins is kept, for every time the same call was made.
    private readonly JournalIndex _done = new();
    private readonly SemaphoreSlim _turn = new(1);
    private readonly string _path;
    private readonly Stream _file;
    private readonly TimeProvider _time;
    private readonly JournalFailure _whenUnwritable;
    private bool _isTorn;
    private bool _isTold;
    private long _end;

    private Journal(string path, Stream file, TimeProvider time, JournalFailure whenUnwritable)
    {
        _path = path;
        _file = file;
        _time = time;
        _whenUnwritable = whenUnwritable;
    }

    /// <summary>Gets how many finished calls the file held when it was opened.</summary>
    public int Count { get; private set; }

    /// <summary>Gets why a finished call could not be written down for the first time; null as long as all could.</summary>
    public FileException? Failure { get; private set; }

    /// <summary>Gets why no further call may be begun; null as long as one may.</summary>
    public FileException? End => _whenUnwritable == JournalFailure.Stop ? Failure : null;

    /// <summary>Opens a journal, or begins one. A last line that was torn off is taken away.</summary>
    /// <param name="path">Its full path.</param>
    /// <param name="time">The clock.</param>
    /// <param name="whenUnwritable">What becomes of the run where an answer cannot be written down.</param>
    /// <returns>The journal.</returns>
    /// <exception cref="FileException">It is no file or no journal, cannot be opened, or another process writes it.</exception>
    public static Journal Open(string path, TimeProvider time, JournalFailure whenUnwritable = JournalFailure.Stop) =>
        Open(path, OutputFile.OpenToAdd(path), time, whenUnwritable);

    /// <summary>Opens a journal in a stream.</summary>
    /// <param name="path">What messages call it.</param>
    /// <param name="file">The stream, at its start, which the journal disposes.</param>
    /// <param name="time">The clock.</param>
    /// <param name="whenUnwritable">What becomes of the run where an answer cannot be written down.</param>
    /// <returns>The journal.</returns>
    /// <exception cref="FileException">It is no journal, or cannot be read.</exception>
    internal static Journal Open(string path, Stream file, TimeProvider time, JournalFailure whenUnwritable = JournalFailure.Stop)
    {
        Journal journal = new(path, file, time, whenUnwritable);
        try
        {
            journal.ReadAll();
            return journal;
        }
        catch (InvalidDataException e)
        {
            journal.Dispose();
            throw new FileException(path, FileProblem.Malformed, $"is no journal: {e.Message}", e);
        }
        catch (Exception e) when (FileException.IsAbout(e))
        {
            journal.Dispose();
            throw FileException.Of(path, e);
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
        if (_done.Take(key) is not { } place)
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
        catch (IOException)
        {
            // Whatever took it away: the call is made again.
            return null;
        }
        finally
        {
            _turn.Release();
        }

        return JsonSerializer.Deserialize(line, JournalJson.Default.JournalLine)?.Reply;
    }

    /// <summary>Writes an answer down; where it cannot be, <see cref="Failure"/> says why.</summary>
    /// <param name="key">The call's key.</param>
    /// <param name="reply">The answer.</param>
    public Task AddAsync(string key, AgentReply reply) => WriteAsync(new JournalLine { V = Version, Request = key, At = _time.GetUtcNow(), Reply = reply });

    /// <summary>Writes a failure down; the call is made again in the next run.</summary>
    /// <param name="key">The call's key.</param>
    /// <param name="failure">The failure.</param>
    public Task AddAsync(string key, ChatFailure failure) =>
        WriteAsync(new JournalLine { V = Version, Request = key, At = _time.GetUtcNow(), Error = failure.Kind.ToString(), Message = failure.Summary });

    /// <summary>Gives why a run goes on with a journal that lacks something, to whoever asks first: it is said once and not for every call.</summary>
    /// <returns>The failure; null where there is none, where it ends the run, or where it was given before.</returns>
    internal FileException? TellFailure() =>
        Failure is not null && _whenUnwritable == JournalFailure.Continue && !Interlocked.Exchange(ref _isTold, true) ? Failure : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            Mend();
        }
        catch (IOException)
        {
            // The next run mends it.
        }

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
            Mend();
            if (bytes.Length > LongestLine)
            {
                throw new FileException(_path, FileProblem.TooLarge, $"cannot take a reply of more than {LongestLine >> 20} MiB.");
            }

            _isTorn = true;
            _file.Seek(_end, SeekOrigin.Begin);
            await _file.WriteAsync(bytes, CancellationToken.None).ConfigureAwait(false);
            _end += bytes.Length;
            _isTorn = false;
        }
        catch (Exception e) when (FileException.IsAbout(e))
        {
            // An answer is paid for: a full disk must not keep it from whoever waits, only tell.
            Failure ??= FileException.Of(_path, e);
        }
        finally
        {
            _turn.Release();
        }
    }

    // Half a line would spoil the next one. It goes before that one is written, and where no other is, when the file is closed or opened again.
    private void Mend()
    {
        if (_isTorn)
        {
            _file.SetLength(_end);
            _isTorn = false;
        }
    }

    private void ReadAll()
    {
        CheckStart();
        JournalLines lines = new(_file, LongestLine);
        int number = 0;
        while (lines.Read() is { } found)
        {
            number++;
            JournalLine? line = Parse(found.Bytes.Span);
            if (line is null && !found.IsEnded && IsTorn(found.Bytes.Span))
            {
                _end = found.Start;
                _file.SetLength(_end);
                return;
            }

            if (line is not { V: Version, Request: not null })
            {
                throw NoLine(number);
            }

            _end = found.Start + found.Bytes.Length + 1;
            if (!found.IsEnded)
            {
                _file.Seek(0, SeekOrigin.End);
                _file.WriteByte(LineEnd);
            }

            if (line.Reply is not null)
            {
                Count++;
                _done.Add(line.Request, found.Start, found.Bytes.Length);
            }
        }
    }

    // Whoever gives the wrong file, perhaps a huge one without a line, learns it from how it begins.
    private void CheckStart()
    {
        Span<byte> start = stackalloc byte[VersionStart.Length];
        start = start[.._file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        if (!VersionStart.StartsWith(start))
        {
            throw NoLine(1);
        }

        _file.Position = 0;
    }

    private FileException NoLine(int number) =>
        new(_path, FileProblem.Malformed, $"is no journal: line {number} is no line of a journal of version {Version}.");

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
