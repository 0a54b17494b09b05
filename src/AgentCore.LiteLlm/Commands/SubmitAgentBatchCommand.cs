using System.Globalization;
using System.Management.Automation;
using System.Security;
using AgentCore.LiteLlm.Batches;
using AgentCore.LiteLlm.Binding;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Conversations;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Pipeline;
using AgentCore.LiteLlm.Planning;

namespace AgentCore.LiteLlm.Commands;

/// <summary>Sends many prompts as one batch, which the endpoint answers within a day, and mostly at half the price.</summary>
[Cmdlet(VerbsLifecycle.Submit, "AgentBatch", DefaultParameterSetName = BlueprintSet, SupportsShouldProcess = true)]
[OutputType(typeof(AgentBatch))]
public sealed class SubmitAgentBatchCommand : AgentPlanCmdlet
{
    private CallPlanner? _planner;
    private BlankPrompts? _blanks;
    private ChatPlan? _plan;
    private BatchDraft? _draft;
    private BatchMappings? _mappings;
    private string? _mappingPath;
    private int _refused;

    /// <summary>
    /// Gets or sets the prompt: text, or the Prompt of an object, a row or a hashtable; anything else is refused. Blank lines of a pipeline are passed over. At
    /// most 50,000, and 200 MB of requests.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [PromptText]
    [AllowNull]
    [AllowEmptyString]
    public string Prompt { get; set; } = "";

    /// <summary>
    /// Gets or sets an id of the prompt's own, by which its reply is known again: 1 to 48 letters, digits, <c>_</c> or <c>-</c>, or the property of that name
    /// of an object. It is sent, unless personal data is taken out.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [AllowNull]
    public string? Id { get; set; }

    /// <summary>
    /// Gets or sets the file in which the personal data that is taken out is kept, encrypted; it must not exist. Needed where the blueprint asks for personal
    /// data to be filtered, and of no use elsewhere.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FileCompleter))]
    public string? MappingPath { get; set; }

    /// <summary>Gets or sets the key of the mapping file, of at least 12 characters; Receive-AgentBatch needs it again.</summary>
    [Parameter]
    [ValidateNotNull]
    public SecureString? MappingKey { get; set; }

    /// <summary>Gets or sets the name of the environment variable that holds the key of the mapping file, in place of -MappingKey.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EnvironmentVariableCompleter))]
    public string? MappingKeyVariable { get; set; }

    /// <summary>
    /// Gets or sets the provider that a LiteLLM proxy is told to use, such as <c>azure</c>, in the header <c>custom-llm-provider</c>; the one that the proxy
    /// has for the model when not given.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProviderCompleter))]
    public string? CustomLlmProvider { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (!IsAgentGiven)
        {
            ThrowTerminatingError(ErrorRecords.BatchArgumentInvalid("A batch asks one agent: give -Blueprint or -Model as a parameter, and pipe the prompts."));
        }

        _blanks = new BlankPrompts(this);
        _blanks.CheckGiven();
        if (ContextStrategy == ContextStrategy.SlidingWindow)
        {
            const string Problem = "-ContextStrategy SlidingWindow asks again when a conversation is too long, which a batch cannot.";
            ThrowTerminatingError(ErrorRecords.BatchArgumentInvalid(Problem));
        }

        _planner = new CallPlanner(this, CallArguments.Read(this));
        _planner.WarnOfHalfCharacter("-System", System);
        _mappings = new BatchMappings(this, MappingKey, MappingKeyVariable);
        _plan = _planner.Plan(ErrorEnds.Pipeline);
        if (_plan is { IsAlone: false })
        {
            const string Together = "A batch asks one model once, and the agents of this blueprint answer together. Ask them with Invoke-AgentPrompt.";
            ThrowTerminatingError(ErrorRecords.BatchArgumentInvalid(Together));
        }

        if (_plan is { Model.Fallbacks.IsEmpty: false })
        {
            this.Warn("A batch asks one model: its fallbacks are not asked. What fails in it is an error of its item.");
        }

        if (_plan is { IsProtected: true })
        {
            _mappingPath = _mappings.FindNew(MappingPath);
        }
        else if (MappingPath is not null)
        {
            this.Tell("The blueprint does not ask for personal data to be filtered: no mapping is written.");
        }

        _draft = ProcessClient.Instance.NewBatch(ShouldProcessPreference.IsWhatIf(this));
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (_blanks!.Take(Prompt))
        {
            return;
        }

        string? id = string.IsNullOrEmpty(Id) ? null : Id;
        if (id is not null && !CustomId.Fits(id))
        {
            Refuse(ErrorRecords.BatchArgumentInvalid($"-Id takes 1 to {CustomId.LongestId} letters, digits, '_' or '-'.", Prompt));
            return;
        }

        _planner!.WarnOfHalfCharacter("The prompt", Prompt);
        if (ToRequest() is not { } request)
        {
            return;
        }

        try
        {
            if (PipelineThread.Await(token => _draft!.AddAsync(request, id, token)) is { Total: > 0 } found)
            {
                this.Tell($"Personal data in prompt {_draft!.File.Count}: {found}.");
            }
        }
        catch (BatchFullException e)
        {
            ThrowTerminatingError(ErrorRecords.BatchTooLarge(e));
        }
        catch (ChatException e)
        {
            Refuse(ErrorRecords.CallFailed(e, Prompt));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        _blanks!.Tell();
        int count = _draft!.File.Count;
        if (count == 0)
        {
            this.Warn("There is no prompt that could be sent, so no batch was made.");
            return;
        }

        if (_refused > 0)
        {
            this.Warn(string.Create(CultureInfo.InvariantCulture, $"{_refused} of {_refused + count} prompts are not in the batch."));
        }

        if (_draft.LeftOut is { } leftOut)
        {
            this.Warn($"The endpoint was found not to take all metadata; the requests are sent without {leftOut}.");
        }

        if (_draft.Losses.Length > 0)
        {
            this.Warn($"The endpoint was found to serve the model by '/responses' only; the requests are sent there{_draft.Losses}.");
        }

        ChatRequest asked = _plan!.ToRequest("") with { TimeLimit = TotalTimeoutSeconds > 0 ? TimeSpan.FromSeconds(TotalTimeoutSeconds) : null };
        BatchEndpoint endpoint = ProcessClient.Instance.BatchesAt(asked, CustomLlmProvider);
        using BatchUpload upload = new(_draft.File, static () => { });
        string body = string.Create(
            CultureInfo.InvariantCulture,
            $", body of {upload.Length} bytes: {count} requests for model {endpoint.Request.Model}; then POST {endpoint.Batches.AbsoluteUri}");
        string preview = endpoint.Preview("POST", endpoint.Files, body);
        if (this.MaySend(preview, out _))
        {
            Send(endpoint);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _draft?.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Send(BatchEndpoint endpoint)
    {
        BatchSubmission submission = new(endpoint, _draft!, _mappingPath);
        _mappings!.Write(submission, _mappingPath);
        string? fileId = null;
        try
        {
            fileId = PipelineThread.Await(submission.UploadAsync);

            // Who stops the next step may have a batch all the same, and finds it by these.
            this.Tell($"The requests are file {fileId}; the batch that is made of it has agentcore_mark {_draft!.File.Mark} in its metadata.");
            AgentBatch batch = PipelineThread.Await(token => submission.CreateAsync(fileId, token));
            WriteObject(batch with { Source = _planner!.Source });
        }
        catch (ChatException e)
        {
            ThrowTerminatingError(fileId is null ? ErrorRecords.CallFailed(e, null) : ErrorRecords.BatchNotMade(e));
        }
    }

    private ChatRequest? ToRequest()
    {
        try
        {
            return _plan!.ToRequest(new ChatMessage(ChatRole.User, Prompt), _planner!.Before);
        }
        catch (ConversationException e)
        {
            Refuse(ErrorRecords.ConversationInvalid(e));
            return null;
        }
    }

    private void Refuse(ErrorRecord error)
    {
        _refused++;
        WriteError(error);
    }
}
