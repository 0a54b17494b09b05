using System.Collections.Immutable;
using System.Management.Automation;
using System.Text.Json;
using AgentCore.LiteLlm.Binding;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Conversations;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Pipeline;
using AgentCore.LiteLlm.Planning;
using AgentCore.LiteLlm.Wire;

namespace AgentCore.LiteLlm.Commands;

/// <summary>Sends prompts to the model of a blueprint and writes the answers.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "AgentPrompt", DefaultParameterSetName = ModelSet, SupportsShouldProcess = true)]
[OutputType(typeof(AgentReply), typeof(AgentChunk))]
public sealed class InvokeAgentPromptCommand : BulkCallCmdlet
{
    private ChatPlan? _plan;
    private ImmutableArray<ContentPart> _attachments = [];

    /// <summary>Gets or sets the prompt: text, or the property of that name of an object.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [NoRow]
    [ValidateNotNullOrEmpty]
    public string Prompt { get; set; } = "";

    /// <summary>Gets or sets a value indicating whether the answer is written piece by piece, as AgentChunk objects, before the AgentReply.</summary>
    [Parameter]
    public SwitchParameter Stream { get; set; }

    /// <summary>Gets or sets a value indicating whether the answer's text is shown in the host as it arrives; only the AgentReply is written.</summary>
    [Parameter]
    public SwitchParameter Live { get; set; }

    /// <summary>Gets or sets pictures that go with every prompt: paths, http(s) addresses, which are passed on, or bytes. PNG, JPEG, GIF or WebP, up to 20 MiB each.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? Image { get; set; }

    /// <summary>Gets or sets documents that go with every prompt: paths, http(s) addresses, which are passed on, or bytes. PDF, UTF-8 text or Office documents, up to 20 MiB each.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? File { get; set; }

    /// <inheritdoc/>
    private protected override bool IsStreamed => Stream || Live;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (!IsAgentGiven && !MyInvocation.BoundParameters.ContainsKey(nameof(Prompt)))
        {
            // One piped item would else be taken for the agent and for its prompt.
            ThrowTerminatingError(ErrorRecords.PromptMissing());
        }

        ReadArguments();
        OpenJournal();
        WarnOfHalfCharacter("-System", System);
        _attachments = AttachmentArguments.Read(Image, File, Paths, out ErrorRecord? error);
        if (error is not null)
        {
            ThrowTerminatingError(error);
        }

        _plan = IsAgentGiven ? ToPlan(ErrorEnds.Pipeline) : null;
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if ((_plan ?? ToPlan(ErrorEnds.Item)) is not { } plan)
        {
            return;
        }

        WarnOfHalfCharacter("The prompt", Prompt);
        if (ToRequest(plan) is not { } request)
        {
            return;
        }

        string description = UnaskedPrompt is null ? RequestPreview.ToText(request) : $"{RequestPreview.ToText(request)}, {UnaskedPrompt}";
        if (ShouldProcess(description, description, MyInvocation.MyCommand.Name))
        {
            Begin(request, Prompt);
        }
    }

    private ChatRequest? ToRequest(ChatPlan plan)
    {
        if (!_attachments.IsEmpty && plan.FindAttachmentWarning() is { } warning)
        {
            WriteWarning(warning);
        }

        try
        {
            return plan.ToRequest(new ChatMessage(ChatRole.User, Prompt) { Parts = _attachments }, Before);
        }
        catch (ConversationException e)
        {
            WriteError(ErrorRecords.ConversationInvalid(e));
            return null;
        }
    }

    /// <inheritdoc/>
    private protected override void Write(AgentChunk chunk)
    {
        if (Stream)
        {
            WriteObject(chunk);
        }

        if (Live && chunk.Kind == ChunkKind.Text)
        {
            Show(chunk.Text);
        }
    }

    /// <inheritdoc/>
    private protected override void Write(AgentReply reply, object? item) =>
        WriteObject(reply.Output is JsonElement output ? reply with { Output = OutputTree.ToObject(output) } : reply);
}
