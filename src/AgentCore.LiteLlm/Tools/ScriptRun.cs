using System.Collections;
using System.Management.Automation;
using AgentCore.LiteLlm.Pipeline;

namespace AgentCore.LiteLlm.Tools;

/// <summary>
/// Runs commands in the caller's own runspace, where his functions and variables are, and keeps every stream of theirs apart. A run
/// can be ended from outside, as far as what runs can be interrupted: PowerShell and programs it waits for can, a call into .NET cannot.
/// </summary>
/// <param name="cmdlet">The cmdlet, whose streams take the warnings and the host's text.</param>
internal sealed class ScriptRun(PSCmdlet cmdlet)
{
    // More items than any model reads; a tool without end is ended by it.
    private const int MostItems = 10_000;

    // The names are odd so that they hide no variable of the caller's.
    private const string CallScript =
        "param($__agentCommand, $__agentArguments, $__agentMost) & $__agentCommand @__agentArguments *>&1 | Microsoft.PowerShell.Utility\\Select-Object -First "
            + "$__agentMost";
    // What comes last is written only by a script that came to its end: exit and break leave no error behind.
    private const string AssertionScript =
        "param($__agentScript, $__agentCase, $__agentReply, $__agentEnd) $ErrorActionPreference = 'Stop'; $__agentReply | & { process { & $__agentScript "
            + "$__agentCase $_ } }; $__agentEnd";
    private const string ApprovalScript = "param($__agentScript, $__agentCall) $__agentCall | & { process { & $__agentScript $_ } }";

    // The end is written only by a script that came to its end.
    private const string HookScript =
        "param($__agentScript, $__agentEvent, $__agentEnd) $ErrorActionPreference = 'Stop'; & { $__agentEvent | & { process { & $__agentScript $_ } } } *>&1; "
            + "$__agentEnd";

    /// <summary>Gets what attributes that transform arguments ask.</summary>
    public EngineIntrinsics? Engine => cmdlet.SessionState.PSVariable.GetValue("ExecutionContext") as EngineIntrinsics;

    /// <summary>Warns the user.</summary>
    /// <param name="message">Of what.</param>
    public void Warn(string message) => cmdlet.Warn(message);

    /// <summary>Lets a scriptblock judge an answer.</summary>
    /// <param name="script">The scriptblock, which gets the case and the answer as its arguments, and the answer as $_.</param>
    /// <param name="one">The case.</param>
    /// <param name="reply">The answer.</param>
    /// <param name="stopToken">Ends it.</param>
    /// <returns>What it has against the answer; null when it came to its end, wrote nothing or $true alone, and no error.</returns>
    public string? Judge(ScriptBlock script, object one, object reply, CancellationToken stopToken)
    {
        using PowerShell shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        object end = new();
        shell.AddScript(AssertionScript, useLocalScope: true).AddArgument(script).AddArgument(one).AddArgument(reply).AddArgument(end);
        ToolHost host = new(cmdlet.Host);
        using CancellationTokenRegistration stop = stopToken.Register(() => shell.BeginStop(null, null));
        if (Run(shell, host, out IEnumerable<PSObject?> values, stopToken) is { } problem)
        {
            return problem;
        }

        PSObject?[] written = [.. values];
        if (host.HasBeenToldToExit || written.LastOrDefault()?.BaseObject != end)
        {
            return "it ended before its end, as by exit or break.";
        }

        PSObject?[] said = [.. written[..^1].Where(v => v?.BaseObject is not true)];
        return said.Length == 0 ? null : string.Join(' ', said.Select(ToText));
    }

    /// <summary>Calls what is bound to a hook. What it writes is nobody's; its warnings and its like are shown.</summary>
    /// <param name="script">The scriptblock, which gets the event as $_ and as its first argument.</param>
    /// <param name="told">The event.</param>
    /// <param name="stopToken">Ends it.</param>
    /// <returns>What went wrong; null when it came to its end without an error.</returns>
    public string? CallHook(ScriptBlock script, Hooks.AgentHookEvent told, CancellationToken stopToken)
    {
        using PowerShell shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        object end = new();
        shell.AddScript(HookScript, useLocalScope: true).AddArgument(script).AddArgument(told).AddArgument(end);
        ToolHost host = new(cmdlet.Host);
        using CancellationTokenRegistration stop = stopToken.Register(() => shell.BeginStop(null, null));
        string? problem = Run(shell, host, out IEnumerable<PSObject?> records, stopToken);
        PSObject?[] written = [.. records];
        List<string> errors = [];
        foreach (PSObject? record in written)
        {
            Sort(record, [], errors);
        }

        return problem ?? errors.FirstOrDefault()
            ?? (host.HasBeenToldToExit || written.LastOrDefault()?.BaseObject != end ? "it ended before its end, as by exit or break." : null);
    }

    private static string ToText(PSObject? value)
    {
        try
        {
            return value?.BaseObject is false ? "$false" : $"{value}";
        }
        catch (Exception e) when (e is not (PipelineStoppedException or OutOfMemoryException))
        {
            // How an object is shown is code of the user's, which may throw anything.
            return "something that cannot be shown";
        }
    }

    /// <summary>Calls a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="arguments">Values by parameter.</param>
    /// <param name="output">What it wrote.</param>
    /// <param name="errors">Its errors, as far as they did not end it.</param>
    /// <param name="stopToken">Ends it.</param>
    /// <returns>What ended it, in words without a stack; null when it ran to its end.</returns>
    public string? Call(CommandInfo command, Hashtable arguments, List<object?> output, List<string> errors, CancellationToken stopToken)
    {
        using PowerShell shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell.AddScript(CallScript, useLocalScope: true).AddArgument(command).AddArgument(arguments).AddArgument(MostItems + 1);
        ToolHost host = new(cmdlet.Host);
        string? end;
        using (stopToken.Register(() => shell.BeginStop(null, null)))
        {
            end = Run(shell, host, out IEnumerable<PSObject?> records, stopToken);
            foreach (PSObject? record in records)
            {
                Sort(record, output, errors);
            }
        }

        if (host.HasBeenToldToExit)
        {
            errors.Add("The tool told the host to exit, which a tool cannot.");
        }

        if (output.Count > MostItems)
        {
            output.RemoveRange(MostItems, output.Count - MostItems);
            errors.Add("The tool was ended, because it wrote more than any model reads.");
        }

        return end;
    }

    /// <summary>Asks a scriptblock about a call.</summary>
    /// <param name="script">The scriptblock, which gets the call as $_ and as its first argument.</param>
    /// <param name="call">The call.</param>
    /// <param name="stopToken">Ends it.</param>
    /// <returns>
    /// True when its one value is $true itself: the text "no" would count as true for PowerShell. False when it fails, says anything else
    /// or more.
    /// </returns>
    public bool IsTrue(ScriptBlock script, AgentToolCall call, CancellationToken stopToken)
    {
        using PowerShell shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell.AddScript(ApprovalScript, useLocalScope: true).AddArgument(script).AddArgument(call);
        using CancellationTokenRegistration stop = stopToken.Register(() => shell.BeginStop(null, null));
        if (Run(shell, new ToolHost(cmdlet.Host), out IEnumerable<PSObject?> values, stopToken) is { } problem)
        {
            cmdlet.Warn($"The scriptblock of -ToolApproval failed, so '{call.Name}' is not called: {problem}");
            return false;
        }

        PSObject?[] answers = [.. values];
        if (answers is [{ BaseObject: bool isApproved }])
        {
            return isApproved;
        }

        cmdlet.Warn($"The scriptblock of -ToolApproval wrote neither $true nor $false, so '{call.Name}' is not called.");
        return false;
    }

    // What had been written before a failure is lost with it: the failure is the result.
    private string? Run(PowerShell shell, ToolHost host, out IEnumerable<PSObject?> records, CancellationToken stopToken)
    {
        records = [];
        try
        {
            records = shell.Invoke(input: null, new PSInvocationSettings { Host = host });

            // A script can stop its own pipeline, which is no end of ours and no result either.
            return shell.InvocationStateInfo.State == PSInvocationState.Stopped ? ToStop(stopToken)
                : shell.Streams.Error.Count == 0 ? null : shell.Streams.Error[0].ToString();
        }
        catch (PipelineStoppedException) when (!cmdlet.Stopping)
        {
            return ToStop(stopToken);
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException)
        {
            return e.ErrorRecord?.ToString() ?? e.Message;
        }
    }

    private static string ToStop(CancellationToken stopToken) =>
        stopToken.IsCancellationRequested ? "the tool was ended, because the run is over." : "the tool was stopped before its end.";

    private void Sort(PSObject? record, List<object?> output, List<string> errors)
    {
        switch (record?.BaseObject)
        {
            case ErrorRecord error:
                errors.Add(error.ToString());
                break;
            case WarningRecord warning:
                cmdlet.Warn(warning.Message);
                break;
            case VerboseRecord verbose:
                cmdlet.Tell(verbose.Message);
                break;
            case DebugRecord debug:
                cmdlet.Trace(debug.Message);
                break;
            case InformationRecord information:
                cmdlet.Pass(information);
                break;
            default:
                output.Add(record);
                break;
        }
    }
}
