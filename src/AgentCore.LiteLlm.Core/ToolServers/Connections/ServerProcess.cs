using System.Buffers;
using System.ComponentModel;
using System.Diagnostics;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.ToolServers.Connections;

/// <summary>
/// The program of a tool server: started without the environment of ours, spoken with over its standard streams, and ended by closing its input,
/// or else by force, with whatever it started.
/// </summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const int LongestLine = 2000;

    // What cmd.exe, which runs scripts, would take for more than text.
    private const string ShellCharacters = "\"%&|<>^!()\r\n";
    private static readonly SearchValues<char> Shell = SearchValues.Create(ShellCharacters);

    // Long enough for whatever a server has to put away.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Process _process;
    private bool _isOver;
    private bool _isDisposed;

    private ServerProcess(Process process, long mostBytes)
    {
        _process = process;
        Output = new MessageLines(process.StandardOutput.BaseStream, mostBytes);
    }

    /// <summary>Gets what the server reads.</summary>
    public Stream Input => _process.StandardInput.BaseStream;

    /// <summary>Gets what the server writes.</summary>
    public MessageLines Output { get; }

    /// <summary>Gets the exit code; null while it runs.</summary>
    public int? ExitCode => _isDisposed ? -1 : _process.HasExited ? _process.ExitCode : null;

    /// <summary>Starts a program.</summary>
    /// <param name="target">The program.</param>
    /// <param name="mostBytes">How many bytes one of its messages may have.</param>
    /// <param name="log">Takes what it writes for people, line by line, on any thread.</param>
    /// <returns>The running program.</returns>
    /// <exception cref="ToolServerException">It cannot be started.</exception>
    public static ServerProcess Start(ServerTarget.Program target, long mostBytes, Action<string> log)
    {
        ProcessStartInfo start = new(FindProgram(target))
        {
            WorkingDirectory = target.Folder ?? "",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        foreach (string argument in target.Arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Clear();
        foreach (KeyValuePair<string, string> variable in target.Environment)
        {
            start.Environment[variable.Key] = variable.Value;
        }

        Process process = new() { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or DirectoryNotFoundException)
        {
            process.Dispose();
            string reason = target.Folder is { } folder && !Directory.Exists(folder) ? "the folder in which it is to start is not there" : e.Message;
            throw new ToolServerException(
                ServerProblem.Unreachable, $"The tool server '{target.Name}' cannot be started: {SecretShapes.Mask(reason).TrimEnd('.')}.", e)
            {
                Advice = "Its 'command' must be a program on the PATH, or a full path.",
            };
        }

        _ = TellAsync(process.StandardError, log);
        return new ServerProcess(process, mostBytes);
    }

    /// <summary>Finds its exit code, where it has closed its output and is about to end.</summary>
    /// <returns>The code; null while it runs.</returns>
    public async Task<int?> FindExitAsync()
    {
        if (!_isDisposed && Output.IsAtEnd && !_process.HasExited)
        {
            try
            {
                await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(Patience).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                return null;
            }
        }

        return ExitCode;
    }

    /// <summary>Ends it at once.</summary>
    public void Kill()
    {
        try
        {
            _isOver = true;
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or NotSupportedException or AggregateException)
        {
            // It has ended by itself.
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        StartedProcesses? started = _process.HasExited ? null : StartedProcesses.Find(_process.Id);
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has closed its end, or was writing to it when it broke.
        }

        if (!_isOver)
        {
            try
            {
                await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(Patience).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                // Then by force.
            }
        }

        Kill();
        started?.End();
        _isDisposed = true;
        _process.Dispose();
    }

    // What is cut has no mark of it: whoever takes secrets out finds the beginning of one at the end of a text.
    private static async Task TellAsync(StreamReader errors, Action<string> log)
    {
        try
        {
            await LineReader.ReadAsync(errors, LongestLine, line => log(SecretShapes.ToLegible(line))).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The program has ended, and what it still had to say with it.
        }
    }

    // Windows starts programs by their bare name, but not scripts such as npx.cmd, which cmd.exe reads by rules of its own.
    private static string FindProgram(ServerTarget.Program target)
    {
        if (!OperatingSystem.IsWindows() || Path.HasExtension(target.Command))
        {
            return target.Command;
        }

        string[] folders = Path.IsPathRooted(target.Command) ? [""] : target.Environment.GetValueOrDefault("PATH", "").Split(';');
        string[] endings = target.Environment.GetValueOrDefault("PATHEXT", ".COM;.EXE;.BAT;.CMD").Split(';');
        string? found = folders.SelectMany(f => endings.Select(e => Path.Combine(f, target.Command + e))).FirstOrDefault(File.Exists);
        bool isScript = found is not null && Path.GetExtension(found).ToUpperInvariant() is ".BAT" or ".CMD";
        if (isScript && target.Arguments.Any(a => a.AsSpan().IndexOfAny(Shell) >= 0))
        {
            throw new ToolServerException(
                ServerProblem.Unreachable,
                $"The tool server '{target.Name}' is a script that cmd.exe runs, and an argument holds one of {ShellCharacters.Trim()}.")
            {
                Advice = "Start the program itself, such as 'node' with the path of a script.",
            };
        }

        return found ?? target.Command;
    }
}
