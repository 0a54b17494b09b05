using System.Collections.Immutable;
using System.Management.Automation;
using System.Security;
using AgentCore.LiteLlm.Batches;
using AgentCore.LiteLlm.Binding;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Outputs;
using AgentCore.LiteLlm.Pipeline;
using AgentCore.LiteLlm.Planning;
using AgentCore.LiteLlm.Routing;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Commands;

/// <summary>Writes the replies of a batch in the order of its prompts; an item that failed is an error.</summary>
[Cmdlet(VerbsCommunications.Receive, "AgentBatch", DefaultParameterSetName = BatchSet, SupportsShouldProcess = true)]
[OutputType(typeof(AgentReply))]
public sealed class ReceiveAgentBatchCommand : BatchCmdlet
{
    private AskedBatches? _batches;
    private Secret? _key;
    private OutputSchema? _output;

    /// <summary>Gets or sets the ids of the batches.</summary>
    [Parameter(ParameterSetName = BlueprintSet, Mandatory = true, Position = 1)]
    [Parameter(ParameterSetName = ModelSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    /// <summary>Gets or sets a value indicating whether a batch is waited for; without it one that has not ended is an error.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>Gets or sets the time between two questions while a batch is waited for, in seconds, from 1; 30 when not given.</summary>
    [Parameter]
    [ValidateRange(1, 86_400)]
    public int PollingIntervalSeconds { get; set; } = 30;

    /// <summary>Gets or sets the file that Submit-AgentBatch wrote, by which personal data is put back; that of the batch when not given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? MappingPath { get; set; }

    /// <summary>Gets or sets the key of the mapping file.</summary>
    [Parameter]
    [ValidateNotNull]
    public SecureString? MappingKey { get; set; }

    /// <summary>Gets or sets the name of the environment variable that holds the key of the mapping file, in place of -MappingKey.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? MappingKeyVariable { get; set; }

    /// <summary>
    /// Gets or sets the schema that every answer must fit: a hashtable, JSON text, the path of a JSON file, or a .NET type; that of the batch when not given,
    /// else the blueprint's <c>output_schema</c>.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public object? OutputSchema { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _batches = new AskedBatches(this);
        _key = MappingArguments.ReadKey(MappingKey, MappingKeyVariable, out ErrorRecord? error);
        _output = OutputSchema is null || error is not null ? null : OutputSchemaArguments.Read(OutputSchema, new FilePaths(SessionState), out error);
        error ??= Id.Length > 1 && MappingPath is not null ? ErrorRecords.BatchArgumentInvalid("-MappingPath belongs to one batch; give one -Id.") : null;
        if (error is not null)
        {
            ThrowTerminatingError(error);
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (AskedBatch asked in Find())
        {
            try
            {
                Receive(asked);
            }
            catch (ChatException e)
            {
                WriteError(ErrorRecords.CallFailed(e, asked.Target));
            }
        }
    }

    // Answers cannot be judged by a schema that cannot be read: that is said once for all batches of a model.
    private IEnumerable<AskedBatch> Find()
    {
        foreach (ResolvedModel model in _batches!.Models(Id))
        {
            OutputSchema? given = _output ?? Batch?.Output;
            Checked<OutputSchema> output = given is null ? PlannedOutput.Find(model.Blueprint) : new(given, []);
            new FindingWriter(this, ErrorEnds.Item).Write(output.Diagnostics, model.ToString());
            if (!output.Diagnostics.IsEmpty)
            {
                continue;
            }

            foreach (AskedBatch asked in _batches.At(model, Id, output.Value))
            {
                yield return asked;
            }
        }
    }

    private void Receive(AskedBatch asked)
    {
        // The mapping comes first: who waited for a day should not learn then that the key is another one.
        (BatchEndpoint endpoint, string id) = (asked.Endpoint, asked.Id);
        string? path = MappingPath ?? Batch?.MappingPath;
        BatchMapping? mapping = null;
        if (!asked.MaySend(endpoint.Preview("GET", endpoint.AddressOf(id)))
            || (path is not null && !TryReadMapping(path, id, out mapping))
            || Find(endpoint, id) is not { } found)
        {
            return;
        }

        AgentBatch batch = asked.Complete(found);
        WarnOfWhatIsMissing(endpoint, batch, mapping);
        try
        {
            CheckMapping(mapping, batch.Mark, id);
            foreach (BatchResult result in PipelineThread.Pull(new BatchResults(endpoint, batch, mapping).ReadAsync(PipelineThread.StopToken)))
            {
                Write(result, batch);
            }
        }
        catch (MappingException e)
        {
            WriteError(ErrorRecords.MappingInvalid(e, path!));
        }
    }

    private AgentBatch? Find(BatchEndpoint endpoint, string id)
    {
        AgentBatch? batch = null;
        if (!Wait)
        {
            batch = PipelineThread.Await(token => endpoint.GetAsync(id, token));
            if (batch.IsFinished)
            {
                return batch;
            }

            WriteError(ErrorRecords.BatchNotFinished(batch));
            return null;
        }

        bool isLate = false;
        TimeSpan interval = TimeSpan.FromSeconds(PollingIntervalSeconds);
        foreach (BatchPoll poll in PipelineThread.Pull(BatchWatch.WatchAsync(endpoint, id, interval, PipelineThread.StopToken)))
        {
            if (poll.Batch is not { } now)
            {
                WriteVerbose($"Batch {id} could not be asked for, and is asked for again: {poll.Fault}");
                continue;
            }

            batch = now;
            WriteProgress(BatchProgress.Of(now));
            if (!isLate && !now.IsFinished && now.ExpiresAt < endpoint.Time.GetUtcNow())
            {
                isLate = true;
                WriteWarning($"Batch {id} is {now.Describe()} though its time was over at {now.ExpiresAt:u}; Ctrl+C ends the wait.");
            }
        }

        return batch;
    }

    private void WarnOfWhatIsMissing(BatchEndpoint endpoint, AgentBatch batch, BatchMapping? mapping)
    {
        if (mapping is null && (batch.IsProtected || _key is not null))
        {
            WriteWarning(batch.IsProtected
                ? $"Personal data was taken out of batch {batch.Id}: without -MappingPath its placeholders stay in the replies."
                : $"A key is given, and no mapping of batch {batch.Id} is known: give -MappingPath where personal data was taken out.");
        }

        if (batch.HasOutput && endpoint.Request.Output is null)
        {
            WriteWarning($"Batch {batch.Id} was submitted with a schema: without -OutputSchema its replies have no Output, and may have no text.");
        }
    }

    private static void CheckMapping(BatchMapping? mapping, string? mark, string id)
    {
        if (mapping is not null && mark is not null && mapping.Mark != mark)
        {
            throw new MappingException($"The mapping belongs to another batch than {id}.");
        }
    }

    private bool TryReadMapping(string path, string id, out BatchMapping? mapping)
    {
        mapping = null;
        if (_key is null)
        {
            WriteError(ErrorRecords.MappingKeyInvalid("The mapping is encrypted: give -MappingKey or -MappingKeyVariable."));
            return false;
        }

        try
        {
            string full = new FilePaths(SessionState).Literal(path);
            mapping = PipelineThread.Await(token => MappingFile.ReadAsync(full, _key, token));
            CheckMapping(mapping, Batch?.Mark, id);
            return true;
        }
        catch (MappingException e)
        {
            WriteError(ErrorRecords.MappingInvalid(e, path));
        }
        catch (FileException e)
        {
            WriteError(ErrorRecords.FileNotRead(FileRole.Mapping, e));
        }

        return false;
    }

    private void Write(BatchResult result, AgentBatch batch)
    {
        switch (result)
        {
            case BatchResult.Answered { Reply: var reply }:
                foreach (string warning in reply.Warnings)
                {
                    WriteWarning($"Item {reply.BatchItem}: {warning}");
                }

                WriteObject(OutputTree.Show(reply));
                break;
            case BatchResult.Failed failed:
                WriteError(ErrorRecords.CallFailed(failed.Cause, (object?)failed.Item ?? batch));
                break;
        }
    }
}
