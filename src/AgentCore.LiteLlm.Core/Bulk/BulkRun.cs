using System.Threading.Channels;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;

namespace AgentCore.LiteLlm.Bulk;

/// <summary>Runs many calls at once and gives what happens to whoever pulls: a new call begins only when there is room, so memory has a bound.</summary>
/// <remarks>One thread at a time pulls. Disposing it ends the calls that still run.</remarks>
internal sealed class BulkRun : IAsyncDisposable
{
    private readonly BulkOptions _options;
    private readonly CancellationTokenSource _stop;
    private readonly Channel<(BulkSlot Slot, BulkEvent? News)> _news;

    // The calls whose events have not all been given yet, oldest first.
    private readonly LinkedList<BulkSlot> _open = [];

    /// <summary>Initializes the run.</summary>
    /// <param name="options">How many calls at once, and in which order.</param>
    /// <param name="cancellationToken">Ends every call.</param>
    public BulkRun(BulkOptions options, CancellationToken cancellationToken)
    {
        _options = options;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

        // Its bound is that of the calls: a call that waited to tell its news could keep a place that others wait for.
        _news = Channel.CreateUnbounded<(BulkSlot, BulkEvent?)>(new UnboundedChannelOptions { SingleReader = true });
    }

    /// <summary>Gets how many calls are under way.</summary>
    public int Running { get; private set; }

    /// <summary>Begins a call as soon as there is room for it.</summary>
    /// <param name="item">The call.</param>
    /// <returns>What happened meanwhile to calls begun before.</returns>
    public async IAsyncEnumerable<BulkEvent> AddAsync(BulkItem item)
    {
        while (Running >= _options.ThrottleLimit || _open.Count >= _options.Window)
        {
            foreach (BulkEvent happened in await TakeAsync().ConfigureAwait(false))
            {
                yield return happened;
            }
        }

        BulkSlot slot = new(item);
        slot.Place = _open.AddLast(slot);
        Running++;
        slot.Work = Task.Run(() => RunAsync(slot), CancellationToken.None);

        // What is ready is given now: the next call may be long in coming.
        while (_news.Reader.TryRead(out (BulkSlot Slot, BulkEvent? News) ready))
        {
            foreach (BulkEvent happened in await SortAsync(ready.Slot, ready.News).ConfigureAwait(false))
            {
                yield return happened;
            }
        }
    }

    /// <summary>Waits for every call to end.</summary>
    /// <returns>What happens until then.</returns>
    public async IAsyncEnumerable<BulkEvent> FinishAsync()
    {
        while (_open.Count > 0)
        {
            foreach (BulkEvent happened in await TakeAsync().ConfigureAwait(false))
            {
                yield return happened;
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);

        // Without a reader the calls could wait for ever to tell their last news.
        _news.Writer.TryComplete();
        await Task.WhenAll(_open.Select(s => s.Work)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task<IReadOnlyList<BulkEvent>> TakeAsync()
    {
        (BulkSlot slot, BulkEvent? news) = await _news.Reader.ReadAsync(_stop.Token).ConfigureAwait(false);
        return await SortAsync(slot, news).ConfigureAwait(false);
    }

    // Gives what may be given now: all of the oldest call's, and of the others only what waits for an answer.
    private async Task<IReadOnlyList<BulkEvent>> SortAsync(BulkSlot slot, BulkEvent? news)
    {
        if (news is null)
        {
            Running--;
            slot.IsDone = true;

            // A fault of ours in a call surfaces here instead of leaving a call without an end.
#pragma warning disable VSTHRD003 // it runs on the thread pool and waits for nobody here: it has told its last news
            await slot.Work.ConfigureAwait(false);
#pragma warning restore VSTHRD003
            if (_options.IsUnordered)
            {
                _open.Remove(slot.Place!);
                return [];
            }
        }
        else if (_options.IsUnordered || slot.Place == _open.First || news is BulkEvent.Happened { Event: ChatEvent.ToolCalled or ChatEvent.HookCalled })
        {
            return [news];
        }
        else
        {
            slot.Held.Add(news);
            return [];
        }

        List<BulkEvent> given = [];
        while (_open.First is { Value: var oldest })
        {
            given.AddRange(oldest.Held);
            oldest.Held.Clear();
            if (!oldest.IsDone)
            {
                break;
            }

            _open.RemoveFirst();
        }

        return given;
    }

    private async Task RunAsync(BulkSlot slot)
    {
        try
        {
            await foreach (ChatEvent happened in slot.Item.Answer.WithCancellation(_stop.Token).ConfigureAwait(false))
            {
                await TellAsync(slot, new BulkEvent.Happened(slot.Item, happened)).ConfigureAwait(false);
            }
        }
        catch (ChatException e)
        {
            await TellAsync(slot, new BulkEvent.Failed(slot.Item, e)).ConfigureAwait(false);
        }
        finally
        {
            await TellAsync(slot, null).ConfigureAwait(false);
        }
    }

    // Nobody listens any more once the run is disposed.
    private async ValueTask TellAsync(BulkSlot slot, BulkEvent? news)
    {
        while (await _news.Writer.WaitToWriteAsync(CancellationToken.None).ConfigureAwait(false))
        {
            if (_news.Writer.TryWrite((slot, news)))
            {
                return;
            }
        }
    }
}
