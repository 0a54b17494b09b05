using System.Diagnostics;
using System.Text.Json;
using System.Threading.Channels;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Json;
using AgentCore.LiteLlm.Network;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Observability;

/// <summary>
/// Hears the spans of this process from its start to its end, and sends them on by OTLP or writes them into a file. No call waits for it, and none fails by
/// it: what cannot be sent is counted.
/// </summary>
public sealed class AgentTrace : IDisposable
{
    private const int Most = 4096;
    private const int MostAtOnce = 256;
    private const int LongestAnswer = 64 * 1024;

    // Few spans wait a second for others, in slices: many come within one.
    private const int Slices = 20;

    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(10);

    private readonly Channel<Activity> _spans = Channel.CreateBounded<Activity>(new BoundedChannelOptions(Most) { SingleReader = true });

#pragma warning disable CA2213 // it has no timer, and may be cancelled by whoever comes late
    private readonly CancellationTokenSource _end = new();
#pragma warning restore CA2213

    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<byte[], CancellationToken, Task<string?>> _send;
    private readonly IDisposable _destination;
    private readonly string _service;
    private readonly TimeProvider _time;
    private readonly ActivityListener _listener;
    private readonly Task _sending;
    private long _sent;
    private long _lost;

    private AgentTrace(string destination, string service, IDisposable owned, Func<byte[], CancellationToken, Task<string?>> send, TimeProvider time)
    {
        Destination = destination;
        _service = service;
        _destination = owned;
        _send = send;
        _time = time;
        _listener = new ActivityListener
        {
            ShouldListenTo = static s => s.Name == Telemetry.Name,
            Sample = static (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Hear,
        };
        ActivitySource.AddActivityListener(_listener);
        _sending = Task.Run(SendAllAsync);
    }

    /// <summary>Gets where the spans go: an address, or the path of a file.</summary>
    public string Destination { get; }

    /// <summary>Gets a value indicating whether spans are still heard.</summary>
    public bool IsRunning => !_stopped.Task.IsCompleted;

    /// <summary>Gets how many spans have arrived there.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Gets how many spans were lost.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    /// <summary>Gets why spans were lost, for people; null while none was.</summary>
    public string? Problem { get; private set; }

    /// <inheritdoc/>
    public override string ToString() => $"{Sent} spans to {Destination}" + (Lost > 0 ? $", {Lost} lost" : "");

    /// <summary>Ends it at once; what was not sent by then is lost.</summary>
    public void Dispose()
    {
        Close();
        _end.Cancel();
    }

    /// <summary>Begins to send spans by OTLP over HTTP.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="transport">How connections are made.</param>
    /// <param name="service">The name of the service that they are of.</param>
    /// <param name="time">The clock.</param>
    internal static AgentTrace To(TraceTarget target, TransportOptions transport, string service, TimeProvider time)
    {
#pragma warning disable CA2000 // the client disposes its handler, and the trace the client
        HttpClient http = new(transport.ToHandler()) { Timeout = AnswerLimit, MaxResponseContentBufferSize = LongestAnswer };
#pragma warning restore CA2000
        return new AgentTrace(target.Address.AbsoluteUri, service, http, (body, token) => PostAsync(http, target, body, token), time);
    }

    /// <summary>Begins to add spans to a file: a line of OTLP's JSON for each few of them.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="service">The name of the service that they are of.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="FileException">It cannot be written, or holds something else.</exception>
    internal static AgentTrace ToFile(string path, string service, TimeProvider time)
    {
        Stream file = OutputFile.OpenToAdd(path);
        LineFile.GoToEnd(path, file, "{\"resourceSpans\":"u8, "is no file of spans.");
        return new AgentTrace(path, service, file, (body, token) => AddAsync(file, body, token), time);
    }

    /// <summary>Ends it: hears no more, and waits until what was heard is sent.</summary>
    /// <param name="limit">The longest to wait; what is not sent by then is lost.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal async Task StopAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        Close();
#pragma warning disable VSTHRD003 // it was begun here, and waits for nobody who waits here
        try
        {
            await _sending.WaitAsync(limit, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            await _end.CancelAsync().ConfigureAwait(false);
            await _sending.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
#pragma warning restore VSTHRD003
    }

    private void Close()
    {
        _listener.Dispose();
        _spans.Writer.TryComplete();
        _stopped.TrySetResult();
    }

    private void Hear(Activity span)
    {
        if (!_spans.Writer.TryWrite(span))
        {
            Lose(1, "More spans came than could be sent.");
        }
    }

    private void Lose(int spans, string why)
    {
        Interlocked.Add(ref _lost, spans);
        Problem ??= why;
    }

    private async Task SendAllAsync()
    {
        List<Activity> some = [];
        try
        {
            while (await _spans.Reader.WaitToReadAsync(_end.Token).ConfigureAwait(false))
            {
                await GatherAsync().ConfigureAwait(false);
                while (some.Count < MostAtOnce && _spans.Reader.TryRead(out Activity? span))
                {
                    some.Add(span);
                }

                if (await SendAsync(some).ConfigureAwait(false) is { } problem)
                {
                    Lose(some.Count, problem);
                }
                else
                {
                    Interlocked.Add(ref _sent, some.Count);
                }

                some.Clear();
            }
        }
        catch (OperationCanceledException)
        {
            Lose(some.Count + _spans.Reader.Count, "There was no time to send them.");
        }
        finally
        {
            _destination.Dispose();
        }
    }

    private async Task GatherAsync()
    {
        for (int slice = 0; slice < Slices && _spans.Reader.Count < MostAtOnce && IsRunning; slice++)
        {
#pragma warning disable VSTHRD003 // it only says that nothing more comes
            await Task.WhenAny(Task.Delay(Slice, _time, _end.Token), _stopped.Task).ConfigureAwait(false);
#pragma warning restore VSTHRD003
        }
    }

    private async Task<string?> SendAsync(IReadOnlyCollection<Activity> spans)
    {
        try
        {
            return await _send(OtlpJson.Write(spans, _service), _end.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!_end.IsCancellationRequested)
        {
            return FormattableString.Invariant($"There was no answer within {AnswerLimit.TotalSeconds} s.");
        }
        catch (HttpRequestException e)
        {
            return $"{Destination} cannot be reached: {ConnectionFaults.Describe(e)}";
        }
        catch (Exception e) when (FileException.IsAbout(e))
        {
            return FileException.Of(Destination, e).Message;
        }
#pragma warning disable CA1031 // no call fails by its trace, whatever a span holds
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return $"They cannot be written as OTLP ({e.GetType().Name}).";
        }
    }

    private static async Task<string?> AddAsync(Stream file, byte[] body, CancellationToken cancellationToken)
    {
        await file.WriteAsync((byte[])[.. body, (byte)'\n'], cancellationToken).ConfigureAwait(false);
        await file.FlushAsync(cancellationToken).ConfigureAwait(false);
        return null;
    }

    private static async Task<string?> PostAsync(HttpClient http, TraceTarget target, byte[] body, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, target.Address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        foreach (SecretHeader header in target.Headers)
        {
            header.Value.AddTo(request.Headers, header.Name);
        }

        using HttpResponseMessage response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        byte[] answer = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        return response.IsSuccessStatusCode ? FindRefusal(answer) : $"{target.Address} answered with the status {(int)response.StatusCode}.";
    }

    // A success may still say that some of it was refused.
    private static string? FindRefusal(byte[] answer)
    {
        using JsonDocument? json = ReceivedJson.Find(answer);
        return json?.RootElement.Find("partialSuccess") is { } part && part.Find("rejectedSpans") is { } count && count.ToString() is not ("" or "0")
            ? $"Of some spans {SecretShapes.Excerpt(count.ToString())} were refused."
            : null;
    }
}
