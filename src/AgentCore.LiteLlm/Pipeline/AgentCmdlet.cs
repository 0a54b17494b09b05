using System.Management.Automation;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>The base of every cmdlet that waits: turns Ctrl+C into a cancelled token, and async streams into loops.</summary>
public abstract class AgentCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Gets the token that Ctrl+C cancels.</summary>
    protected CancellationToken StopToken => _stop.Token;

    /// <summary>Gets what finds the files that paths stand for.</summary>
    private protected FilePaths Paths => new(SessionState);

    /// <summary>Gets a value indicating whether the user only wants to see what would be done.</summary>
    private protected bool IsWhatIf => LanguagePrimitives.IsTrue(MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? given) ? given : GetVariableValue("WhatIfPreference"));

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop.Cancel();

    /// <summary>Pulls a stream on the pipeline's own thread, where Write* is allowed; Ctrl+C cancels it.</summary>
    /// <typeparam name="T">What the stream carries.</typeparam>
    /// <param name="source">The stream.</param>
    /// <returns>The same items, one at a time; leaving the loop early disposes the stream.</returns>
    protected IEnumerable<T> Pull<T>(IAsyncEnumerable<T> source)
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

    /// <summary>Waits on the pipeline's own thread; Ctrl+C cancels what is waited for.</summary>
    /// <typeparam name="T">What comes of it.</typeparam>
    /// <param name="start">Starts what is waited for.</param>
    /// <returns>What came of it.</returns>
    protected T Await<T>(Func<CancellationToken, Task<T>> start)
    {
        ArgumentNullException.ThrowIfNull(start);
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

    /// <summary>Waits until something that works in the background has ended; it has been told to.</summary>
    /// <param name="work">What works.</param>
    private protected static void End(IAsyncDisposable work)
    {
#pragma warning disable VSTHRD002 // as above
        work.DisposeAsync().AsTask().GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
    }

    /// <summary>Releases what the cmdlet holds.</summary>
    /// <param name="disposing">Whether managed state may be touched.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stop.Dispose();
        }
    }
}
