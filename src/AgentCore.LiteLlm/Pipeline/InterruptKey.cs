using System.Management.Automation.Host;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>
/// Takes Ctrl+C for itself while an answer is being written, so that it ends the answer and not the pipeline: the console gives it
/// as a key instead of a signal, and other keys typed meanwhile are dropped.
/// </summary>
internal sealed class InterruptKey : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    private readonly CancellationTokenSource _pressed;
    private readonly CancellationTokenSource _end = new();
    private readonly SemaphoreSlim _keyboard = new(1);
    private readonly Task _watch;

    private InterruptKey(CancellationToken stop)
    {
        _pressed = CancellationTokenSource.CreateLinkedTokenSource(stop);
        _watch = Task.Run(WatchAsync, CancellationToken.None);
    }

    /// <summary>Gets the token that Ctrl+C cancels.</summary>
    public CancellationToken Token => _pressed.Token;

    /// <summary>Begins to watch, where the host is a console at which somebody sits.</summary>
    /// <param name="host">The host.</param>
    /// <param name="stop">What ends the pipeline.</param>
    /// <returns>The watch; null in other hosts, where Ctrl+C ends the pipeline as ever.</returns>
    public static InterruptKey? Start(PSHost host, CancellationToken stop)
    {
#pragma warning disable RS0030 // the keyboard is the console's, and no host offers a way to it that can be cancelled
        if (host.Name != "ConsoleHost" || Console.IsInputRedirected)
        {
            return null;
        }

        Console.TreatControlCAsInput = true;
        return new InterruptKey(stop);
    }

    /// <summary>Leaves the keyboard to a question until what is given back is disposed.</summary>
    public IDisposable Pause()
    {
        _keyboard.Wait();
        Console.TreatControlCAsInput = false;
        return new Pausing(this);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _end.Cancel();

        // A key read after this would be one that the next question should have got.
#pragma warning disable VSTHRD002 // it was told to end, and looks every few milliseconds
        _watch.GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
        Console.TreatControlCAsInput = false;
        _end.Dispose();
        _pressed.Dispose();
        _keyboard.Dispose();
    }

    private async Task WatchAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            await _keyboard.WaitAsync().ConfigureAwait(false);
            while (Console.KeyAvailable)
            {
                if (Console.ReadKey(intercept: true) is { Key: ConsoleKey.C, Modifiers: ConsoleModifiers.Control })
                {
                    await _pressed.CancelAsync().ConfigureAwait(false);
                }
            }

            _keyboard.Release();
            await Task.Delay(Interval, TimeProvider.System, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private sealed class Pausing(InterruptKey watching) : IDisposable
    {
        public void Dispose()
        {
            Console.TreatControlCAsInput = true;
            watching._keyboard.Release();
        }
    }
#pragma warning restore RS0030
}
