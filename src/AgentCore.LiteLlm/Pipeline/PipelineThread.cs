using System.Management.Automation;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>
/// The pipeline's own thread, on which alone a cmdlet may write: async work is waited for here and async streams are pulled here, until Ctrl+C.
/// </summary>
internal sealed class PipelineThread : IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    public PipelineThread() => StopToken = _stop.Token;

    /// <summary>Gets the token that Ctrl+C cancels.</summary>
    public CancellationToken StopToken { get; }

    /// <summary>Ends whatever is waited for.</summary>
    public void Stop()
    {
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // Ctrl+C comes on another thread, perhaps when nothing is waited for any more.
        }
    }

    /// <summary>Pulls a stream.</summary>
    /// <typeparam name="T">What the stream carries.</typeparam>
    /// <param name="source">The stream.</param>
    /// <returns>The same items, one at a time; leaving the loop early disposes the stream.</returns>
    public IEnumerable<T> Pull<T>(IAsyncEnumerable<T> source)
    {
        using IEnumerator<T> items = source.ToBlockingEnumerable(StopToken).GetEnumerator();
        while (HasNext())
        {
            yield return items.Current;
        }

        bool HasNext()
        {
            try
            {
                return items.MoveNext();
            }
            catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
            {
                throw new PipelineStoppedException();
            }
        }
    }

    /// <summary>Waits for one result.</summary>
    /// <typeparam name="T">What comes.</typeparam>
    /// <param name="start">Starts what is waited for.</param>
    /// <returns>The result.</returns>
    public T Await<T>(Func<CancellationToken, Task<T>> start)
    {
        try
        {
#pragma warning disable VSTHRD002 // the one place that blocks, and there is no context to come back to
            return start(StopToken).GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <summary>Waits until work without a result is done, even where the pipeline was stopped: it has been told to end, or is what is left to save.</summary>
    /// <param name="work">The work.</param>
    public static void Finish(Task work)
    {
#pragma warning disable VSTHRD002, VSTHRD003 // as above
        work.GetAwaiter().GetResult();
#pragma warning restore VSTHRD002, VSTHRD003
    }

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();
}
