using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Management.Automation.Host;
using AgentCore.LiteLlm.Pipeline;
using AgentCore.LiteLlm.Terminal;
using AgentCore.LiteLlm.Variables;

namespace AgentCore.LiteLlm.Chats;

/// <summary>
/// The console of a chat: the one place that touches it. Its keys are read as long as the chat is open, so that what is typed while an answer
/// streams is kept; Ctrl+C is a key like others, which stops an answer where there is one.
/// </summary>
internal sealed class ChatConsole : IDisposable
{
    private const string BeginPastes = "\e[?2004h";
    private const string EndPastes = "\e[?2004l";
    private const int UsualWidth = 80;
    private const int UsualHeight = 24;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(15);
    private static readonly EditKey Enter = new EditKey.Command(EditCommand.Enter);
    private static readonly EditKey Interrupt = new EditKey.Command(EditCommand.Interrupt);

    private readonly BlockingCollection<EditKey> _typed = [];
    private readonly CancellationTokenSource _end = new();
    private readonly SemaphoreSlim _keyboard = new(1);
    private readonly KeyDecoder _decoder = new(MarksPastes());
    private readonly Action _tick;
    private readonly Task _watch;
#pragma warning disable CA2213 // whoever began the call disposes of it
    private volatile CallInterrupt? _call;
#pragma warning restore CA2213

#pragma warning disable RS0030 // no host offers a way to the keyboard that can be cancelled, nor one to a screen that changes
    /// <summary>Opens the console.</summary>
    /// <param name="tick">What is done every few milliseconds, on a thread of its own.</param>
    public ChatConsole(Action tick)
    {
        _tick = tick;
        Console.TreatControlCAsInput = true;
        Write(BeginPastes);
        _watch = Task.Run(WatchAsync, CancellationToken.None);
    }

#pragma warning disable CA1822 // only of a console that was opened
    /// <summary>Gets how many columns there are.</summary>
    public int Width => Measure(() => Console.WindowWidth, UsualWidth);

    /// <summary>Gets how many rows there are.</summary>
    public int Height => Measure(() => Console.WindowHeight, UsualHeight);

    /// <summary>Says whether somebody sits at a terminal that does what it is told.</summary>
    /// <param name="host">The host.</param>
    public static bool IsAtHand(PSHost host) =>
        host.Name == "ConsoleHost" && !Console.IsInputRedirected && !Console.IsOutputRedirected && host.UI.SupportsVirtualTerminal
        && new ProcessVariables().Find("TERM") != "dumb";

    /// <summary>Says whether what the host shows may be seen by somebody, and goes into no file and to no program.</summary>
    /// <param name="host">The host.</param>
    public static bool IsWatched(PSHost host) => host.Name != "ConsoleHost" || !Console.IsOutputRedirected;

    /// <summary>Says whether what is typed comes from a file or a program.</summary>
    public static bool IsFed => Console.IsInputRedirected;

    /// <summary>Writes to the terminal, as it is.</summary>
    /// <param name="text">The text; what is not our own has become visible before.</param>
    public void Write(string text)
    {
        if (text.Length > 0)
        {
            Console.Out.Write(text);
            Console.Out.Flush();
        }
    }
#pragma warning restore CA1822

    /// <summary>Takes what was typed next.</summary>
    /// <param name="wait">How long it is waited for.</param>
    /// <param name="key">What was typed.</param>
    public bool TryTake(TimeSpan wait, [NotNullWhen(true)] out EditKey? key) => _typed.TryTake(out key, wait);

    /// <summary>Gets a value indicating whether nothing will be typed any more.</summary>
    public bool IsOver => _typed.IsCompleted;

    /// <summary>Lets Ctrl+C stop a call from now on.</summary>
    /// <param name="stop">What ends the pipeline.</param>
    public IInterrupt Begin(CancellationToken stop) => _call = new CallInterrupt(this, stop);

    /// <inheritdoc/>
    public void Dispose()
    {
        _end.Cancel();
        try
        {
#pragma warning disable VSTHRD002 // it was told to end, and looks every few milliseconds
            _watch.GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
        }
        finally
        {
            // Whatever went wrong, the shell gets its terminal back as it was.
            Console.TreatControlCAsInput = false;
            Write(EndPastes);
            _end.Dispose();
            _keyboard.Dispose();
            _typed.Dispose();
        }
    }

    private async Task WatchAsync()
    {
        try
        {
            while (!_end.IsCancellationRequested)
            {
                await _keyboard.WaitAsync().ConfigureAwait(false);
                try
                {
                    _tick();
                    ReadKeys();
                }
                finally
                {
                    _keyboard.Release();
                }

                await Task.Delay(Interval, TimeProvider.System, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            // The terminal is gone.
        }
        finally
        {
            // Without its watch nobody could type, nor stop the chat: it ends.
            _typed.CompleteAdding();
        }
    }

    private void ReadKeys()
    {
        while (Console.KeyAvailable)
        {
            ConsoleKeyInfo pressed = Console.ReadKey(intercept: true);
            if (_decoder.Take(pressed, Console.KeyAvailable) is not { } key)
            {
                continue;
            }

            if (key == Interrupt && _call is { Token.IsCancellationRequested: false } call)
            {
                call.Stop();
                KeepUnsaid();
            }
            else
            {
                _typed.Add(key);
            }
        }
    }

    // Who stops an answer does not want what he typed before he saw it to be said at once.
    private void KeepUnsaid()
    {
        List<EditKey> kept = [];
        while (_typed.TryTake(out EditKey? key))
        {
            kept.Add(key);
        }

        kept.RemoveAll(k => k == Enter);
        kept.ForEach(_typed.Add);
    }

    // Every terminal of today does, but for the console of Linux itself and older versions of screen; .NET hides it on Windows.
    private static bool MarksPastes()
    {
        ProcessVariables variables = new();
        string terminal = variables.Find("TERM") ?? "";
        bool isScreen = terminal.StartsWith("screen", StringComparison.Ordinal) && string.IsNullOrEmpty(variables.Find("TMUX"));
        return !OperatingSystem.IsWindows() && terminal != "linux" && !isScreen;
    }

    private static int Measure(Func<int> find, int usual)
    {
        try
        {
            return find() is > 0 and int found ? found : usual;
        }
        catch (IOException)
        {
            return usual;
        }
    }

    private sealed class CallInterrupt : IInterrupt
    {
        private readonly ChatConsole _console;
        private readonly CancellationTokenSource _pressed;

        public CallInterrupt(ChatConsole console, CancellationToken stop)
        {
            _console = console;
            _pressed = CancellationTokenSource.CreateLinkedTokenSource(stop);
            Token = _pressed.Token;
        }

        public CancellationToken Token { get; }

        public void Stop() => _pressed.Cancel();

        public IDisposable Pause()
        {
            _console._keyboard.Wait();
            _console.Write(EndPastes);
            Console.TreatControlCAsInput = false;
            return new Pausing(_console);
        }

        public void Dispose()
        {
            // Not while the key is being pressed.
            _console._keyboard.Wait();
            _console._call = null;
            _console._keyboard.Release();
            _pressed.Dispose();
        }
    }

    private sealed class Pausing(ChatConsole console) : IDisposable
    {
        public void Dispose()
        {
            Console.TreatControlCAsInput = true;
            console.Write(BeginPastes);
            console._keyboard.Release();
        }
    }
#pragma warning restore RS0030
}
