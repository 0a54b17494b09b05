using System.Management.Automation;
using AgentCore.LiteLlm.Cassettes;
using AgentCore.LiteLlm.Files;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>The base of cmdlets whose calls can be recorded on a cassette, and played from one.</summary>
public abstract class CassetteCmdlet : AgentPlanCmdlet
{
    /// <summary>Gets or sets the cassette, a JSON file, on which every request and its answer are recorded: bodies as they are sent, no headers, no keys. A recorded request takes the place of an equal one in the file; others stay.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? RecordPath { get; set; }

    /// <summary>Gets or sets the cassette from which every request is answered. No endpoint is called, no key is needed (where PROMPT_REGISTRY_URL is set, it is asked for the prompt all the same), and a request that differs from what was recorded is an error.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ReplayPath { get; set; }

    /// <summary>Gets the cassette at hand; null where calls are real.</summary>
    private protected Tape? Tape { get; private set; }

    /// <inheritdoc/>
    private protected override bool IsReplayed => ReplayPath is not null;

    /// <inheritdoc/>
    private protected override void ReadArguments()
    {
        base.ReadArguments();
        if (RecordPath is not null && ReplayPath is not null)
        {
            ThrowTerminatingError(ErrorRecords.CassetteArgumentsContradict());
        }

        if ((RecordPath ?? ReplayPath) is { } path)
        {
            Open(path);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (Tape is not { HasUnsaved: true } tape)
        {
            return;
        }

        try
        {
            Await(token => SaveAsync(tape, token));
        }
        catch (CassetteException e)
        {
            WriteError(ErrorRecords.CassetteInvalid(e, RecordPath!));
        }
        catch (FileException e)
        {
            WriteError(ErrorRecords.FileNotWritten(FileRole.Cassette, e));
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && Tape is { } tape)
        {
            if (tape.HasUnsaved)
            {
                SaveLate(tape);
            }

            tape.Dispose();
        }

        base.Dispose(disposing);
    }

    // A pipeline that was stopped, or has had enough, comes to no end: what was recorded is still worth having, and nobody hears an error.
    private static void SaveLate(Tape tape)
    {
        try
        {
            foreach (bool _ in OneAsync().ToBlockingEnumerable())
            {
            }
        }
        catch (Exception e) when (e is CassetteException or FileException)
        {
            // The pipeline is over.
        }

        async IAsyncEnumerable<bool> OneAsync()
        {
            yield return await SaveAsync(tape, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static async Task<bool> SaveAsync(Tape tape, CancellationToken cancellationToken)
    {
        await tape.SaveAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    private void Open(string path)
    {
        try
        {
            string full = Paths.Literal(path);
            Tape = RecordPath is null ? Tape.Play(full) : Tape.Record(full, TimeProvider.System);
        }
        catch (CassetteException e)
        {
            ThrowTerminatingError(ErrorRecords.CassetteInvalid(e, path));
        }
        catch (FileException e)
        {
            ThrowTerminatingError(ErrorRecords.FileNotRead(FileRole.Cassette, e));
        }
    }
}
