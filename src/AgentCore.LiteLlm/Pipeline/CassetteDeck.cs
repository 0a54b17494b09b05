using AgentCore.LiteLlm.Cassettes;
using AgentCore.LiteLlm.Files;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>
/// Opens the cassette that the calls of a pipeline are recorded on or played from, and keeps what was recorded. What cannot be used ends the pipeline.
/// </summary>
internal sealed class CassetteDeck : IDisposable
{
    private readonly AgentCallCmdlet _cmdlet;

    /// <summary>Opens the cassette, where the parameters name one.</summary>
    /// <param name="cmdlet">The cmdlet.</param>
    public CassetteDeck(AgentCallCmdlet cmdlet)
    {
        _cmdlet = cmdlet;
        if (cmdlet is { RecordPath: not null, ReplayPath: not null })
        {
            cmdlet.ThrowTerminatingError(ErrorRecords.CassetteArgumentsContradict());
        }

        Tape = (cmdlet.RecordPath ?? cmdlet.ReplayPath) is { } path ? Open(path) : null;
    }

    /// <summary>Gets the cassette; null where calls are real.</summary>
    public Tape? Tape { get; }

    /// <summary>Writes what was recorded; an error where it cannot be.</summary>
    public void Save()
    {
        if (Tape is not { HasUnsaved: true } tape)
        {
            return;
        }

        try
        {
            _cmdlet.PipelineThread.Await(async token =>
            {
                await tape.SaveAsync(token).ConfigureAwait(false);
                return true;
            });
        }
        catch (FileException e)
        {
            _cmdlet.WriteError(ErrorRecords.FileNotWritten(FileRole.Cassette, e));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Tape is { HasUnsaved: true } tape)
        {
            SaveLate(tape);
        }

        Tape?.Dispose();
    }

    // A pipeline that was stopped, or has had enough, comes to no end: what was recorded is still worth having, and nobody hears an error.
    private static void SaveLate(Tape tape)
    {
        try
        {
            PipelineThread.Finish(tape.SaveAsync(CancellationToken.None));
        }
        catch (FileException)
        {
            // The pipeline is over.
        }
    }

    private Tape? Open(string path)
    {
        try
        {
            string full = new FilePaths(_cmdlet.SessionState).Literal(path);
            return _cmdlet.RecordPath is null ? Tape.Play(full) : Tape.Record(full, TimeProvider.System);
        }
        catch (FileException e)
        {
            _cmdlet.ThrowTerminatingError(ErrorRecords.FileNotRead(FileRole.Cassette, e));
        }

        return null;
    }
}
