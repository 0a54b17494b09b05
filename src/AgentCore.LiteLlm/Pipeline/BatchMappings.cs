using System.Management.Automation;
using System.Security;
using AgentCore.LiteLlm.Batches;
using AgentCore.LiteLlm.Binding;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>The encrypted files by which personal data is put back into the answers of batches.</summary>
internal sealed class BatchMappings
{
    private readonly TransportCmdlet _cmdlet;
    private readonly Secret? _key;

    /// <summary>Reads the key. One that cannot be used ends the pipeline.</summary>
    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="key">The key itself.</param>
    /// <param name="variable">The name of the environment variable that holds it.</param>
    public BatchMappings(TransportCmdlet cmdlet, SecureString? key, string? variable)
    {
        _cmdlet = cmdlet;
        _key = MappingArguments.ReadKey(key, variable, out ErrorRecord? error);
        if (error is not null)
        {
            cmdlet.ThrowTerminatingError(error);
        }
    }

    /// <summary>Gets a value indicating whether there is a key.</summary>
    public bool HasKey => _key is not null;

    /// <summary>Finds the path of a mapping that is still to be written; where none can be, the pipeline ends.</summary>
    /// <param name="path">The path as the user wrote it; null where he gave none.</param>
    /// <returns>The full path.</returns>
    public string? FindNew(string? path)
    {
        if (path is null || _key is null)
        {
            _cmdlet.ThrowTerminatingError(ErrorRecords.MappingRequired());
            return null;
        }

        try
        {
            string full = new FilePaths(_cmdlet.SessionState).Literal(path);
            OutputFile.Check(full, overwrites: false);
            return full;
        }
        catch (FileException e)
        {
            _cmdlet.ThrowTerminatingError(ErrorRecords.FileNotWritten(FileRole.Mapping, e));
            return null;
        }
    }

    /// <summary>Writes the mapping of a batch before anything leaves; where it cannot be, the pipeline ends.</summary>
    /// <param name="submission">The batch.</param>
    /// <param name="path">The path of the mapping, for errors.</param>
    public void Write(BatchSubmission submission, string? path)
    {
        try
        {
            _cmdlet.PipelineThread.Await(token => submission.WriteMappingAsync(_key, token));
        }
        catch (MappingException e)
        {
            _cmdlet.ThrowTerminatingError(ErrorRecords.MappingInvalid(e, path!));
        }
        catch (FileException e)
        {
            _cmdlet.ThrowTerminatingError(ErrorRecords.FileNotWritten(FileRole.Mapping, e));
        }
    }

    /// <summary>Reads the mapping of a batch, and reports why it cannot be used.</summary>
    /// <param name="path">The path as the user wrote it.</param>
    /// <param name="asked">The batch.</param>
    /// <param name="mark">What the batch is known by; null where it is not known yet.</param>
    /// <returns>The mapping; null where it cannot be used.</returns>
    public BatchMapping? Read(string path, AskedBatch asked, string? mark)
    {
        if (_key is null)
        {
            _cmdlet.WriteError(ErrorRecords.MappingKeyInvalid("The mapping is encrypted: give -MappingKey or -MappingKeyVariable."));
            return null;
        }

        try
        {
            string full = new FilePaths(_cmdlet.SessionState).Literal(path);
            BatchMapping mapping = _cmdlet.PipelineThread.Await(token => MappingFile.ReadAsync(full, _key, token));
            Check(mapping, mark, asked.Id);
            return mapping;
        }
        catch (MappingException e)
        {
            _cmdlet.WriteError(ErrorRecords.MappingInvalid(e, path));
        }
        catch (FileException e)
        {
            _cmdlet.WriteError(ErrorRecords.FileNotRead(FileRole.Mapping, e));
        }

        return null;
    }

    /// <summary>Refuses a mapping of another batch.</summary>
    /// <param name="mapping">The mapping; null for none.</param>
    /// <param name="mark">What the batch is known by; null where it is not known.</param>
    /// <param name="id">The batch.</param>
    /// <exception cref="MappingException">The mapping belongs to another batch.</exception>
    public static void Check(BatchMapping? mapping, string? mark, string id)
    {
        if (mapping is not null && mark is not null && mapping.Mark != mark)
        {
            throw new MappingException($"The mapping belongs to another batch than {id}.");
        }
    }
}
