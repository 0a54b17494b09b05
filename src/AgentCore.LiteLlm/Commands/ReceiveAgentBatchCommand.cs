using System.Management.Automation;
using System.Security;
using AgentCore.LiteLlm.Batches;
using AgentCore.LiteLlm.Binding;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Outputs;
using AgentCore.LiteLlm.Pipeline;
using AgentCore.LiteLlm.Planning;
using AgentCore.LiteLlm.Routing;

namespace AgentCore.LiteLlm.Commands;

/// <summary>Writes the replies of a batch in the order of its prompts; an item that failed is an error.</summary>
[Cmdlet(VerbsCommunications.Receive, "AgentBatch", DefaultParameterSetName = BatchSet, SupportsShouldProcess = true)]
[OutputType(typeof(AgentReply))]
public sealed class ReceiveAgentBatchCommand : BatchCmdlet
{
    private AskedBatches? _batches;
    private BatchMappings? _mappings;
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
    [ArgumentCompleter(typeof(FileCompleter))]
    public string? MappingPath { get; set; }

    /// <summary>Gets or sets the key of the mapping file.</summary>
    [Parameter]
    [ValidateNotNull]
    public SecureString? MappingKey { get; set; }

    /// <summary>Gets or sets the name of the environment variable that holds the key of the mapping file, in place of -MappingKey.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EnvironmentVariableCompleter))]
    public string? MappingKeyVariable { get; set; }

    /// <summary>
    /// Gets or sets the schema that every answer must fit: a hashtable, JSON text, the path of a JSON file, or a .NET type; that of the batch when not given,
    /// else the blueprint's <c>output_schema</c>.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(FileCompleter))]
    public object? OutputSchema { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _batches = new AskedBatches(this);
        _mappings = new BatchMappings(this, MappingKey, MappingKeyVariable);
        ErrorRecord? error = null;
        _output = OutputSchema is null ? null : OutputSchemaArguments.Read(OutputSchema, new FilePaths(SessionState), out error);
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
        string? path = MappingPath ?? Batch?.MappingPath;
        BatchMapping? mapping = null;
        if (!asked.MaySend(asked.Endpoint.Preview("GET", asked.Endpoint.AddressOf(asked.Id)))
            || (path is not null && (mapping = _mappings!.Read(path, asked, Batch?.Mark)) is null)
            || (Wait ? asked.Await(TimeSpan.FromSeconds(PollingIntervalSeconds)) : asked.Find()) is not { } found)
        {
            return;
        }

        AgentBatch batch = asked.Complete(found);
        WarnOfWhatIsMissing(asked.Endpoint, batch, mapping);
        try
        {
            BatchMappings.Check(mapping, batch.Mark, asked.Id);
            foreach (BatchResult result in PipelineThread.Pull(new BatchResults(asked.Endpoint, batch, mapping).ReadAsync(PipelineThread.StopToken)))
            {
                Write(result, batch);
            }
        }
        catch (MappingException e)
        {
            WriteError(ErrorRecords.MappingInvalid(e, path!));
        }
    }

    private void WarnOfWhatIsMissing(BatchEndpoint endpoint, AgentBatch batch, BatchMapping? mapping)
    {
        if (mapping is null && (batch.IsProtected || _mappings!.HasKey))
        {
            this.Warn(batch.IsProtected
                ? $"Personal data was taken out of batch {batch.Id}: without -MappingPath its placeholders stay in the replies."
                : $"A key is given, and no mapping of batch {batch.Id} is known: give -MappingPath where personal data was taken out.");
        }

        if (batch.HasOutput && endpoint.Request.Output is null)
        {
            this.Warn($"Batch {batch.Id} was submitted with a schema: without -OutputSchema its replies have no Output, and may have no text.");
        }
    }

    private void Write(BatchResult result, AgentBatch batch)
    {
        switch (result)
        {
            case BatchResult.Answered { Reply: var reply }:
                foreach (string warning in reply.Warnings)
                {
                    this.Warn($"Item {reply.BatchItem}: {warning}");
                }

                WriteObject(OutputTree.Show(reply));
                break;
            case BatchResult.Failed failed:
                WriteError(ErrorRecords.CallFailed(failed.Cause, (object?)failed.Item ?? batch));
                break;
        }
    }
}
