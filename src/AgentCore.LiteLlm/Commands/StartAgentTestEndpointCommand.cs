using System.Management.Automation;
using System.Net.Sockets;
using AgentCore.LiteLlm.Binding;
using AgentCore.LiteLlm.Pipeline;
using AgentCore.LiteLlm.TestEndpoints;

namespace AgentCore.LiteLlm.Commands;

/// <summary>Starts a server on this machine that speaks the OpenAI protocol, gives scripted replies, and remembers what it was asked.</summary>
[Cmdlet(VerbsLifecycle.Start, "AgentTestEndpoint", SupportsShouldProcess = true)]
[OutputType(typeof(TestEndpoint))]
public sealed class StartAgentTestEndpointCommand : PSCmdlet
{
    private readonly List<object?> _replies = [];

    /// <summary>
    /// Gets or sets the replies in order: text; a hashtable with Text, ToolCalls, Error, Status, Body, Steps, Delay and others; a
    /// scriptblock that makes one of these from the request in <c>$_</c>; or a TestReply.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [AllowEmptyString]
    [ValidateNotNull]
    public object[]? Reply { get; set; }

    /// <summary>
    /// Gets or sets what chat requests get when the last reply was given: Repeat gives it again (the default), Simulate answers as the
    /// simulation does, Refuse fails with status 400.
    /// </summary>
    [Parameter]
    public AfterLastReply AfterLast { get; set; }

    /// <summary>Gets or sets the models that the endpoint lists; it answers for any other too. <c>test-model</c> when not given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Model { get; set; } = ["test-model"];

    /// <summary>Gets or sets the port, from 1 to 65535; a free one when not given.</summary>
    [Parameter]
    [ValidateRange(1, 65535)]
    public int Port { get; set; }

    /// <summary>Gets or sets a made-up key that requests must carry, or get status 401; any request is taken when not given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? RequiredKey { get; set; }

    /// <summary>Gets or sets the path under which the endpoint serves; <c>/v1</c> when not given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string BasePath { get; set; } = "/v1";

    /// <summary>
    /// Gets or sets a value indicating whether paths without <c>-BasePath</c> are unknown (404), as they are to most servers; without it
    /// they work too, as with LiteLLM's proxy.
    /// </summary>
    [Parameter]
    public SwitchParameter RequireBasePath { get; set; }

    /// <summary>
    /// Gets or sets a number that chooses, for each answer anew, one of the dialects that servers speak: what is said stays the same, and how it
    /// is framed, cut, compressed and where usage, reasoning and tool calls stand does not; as OpenAI answers when not given.
    /// </summary>
    [Parameter]
    public int? DialectSeed { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => _replies.AddRange(Reply ?? []);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        ScriptRunner scripts = new();
        TestReply[] replies = new TestReply[_replies.Count];
        for (int i = 0; i < replies.Length; i++)
        {
            if (TestReplyArguments.Read(_replies[i], scripts.ToReply(SessionState), out string? problem) is not { } reply)
            {
                scripts.Dispose();
                ThrowTerminatingError(ErrorRecords.TestReplyInvalid(i, problem!));
                return;
            }

            replies[i] = reply;
        }

        if (!this.MayActOn(Port == 0 ? "127.0.0.1, a free port" : $"127.0.0.1:{Port}"))
        {
            scripts.Dispose();
            return;
        }

        try
        {
            TestEndpoint endpoint = TestEndpoint.Start(ToOptions());
            endpoint.Enqueue(replies);
            RunningEndpoints.Add(endpoint, scripts);
            WriteObject(endpoint);
        }
        catch (SocketException e)
        {
            scripts.Dispose();
            ThrowTerminatingError(ErrorRecords.TestEndpointNotStarted(e, Port));
        }
    }

    private TestEndpointOptions ToOptions() => new()
    {
        Port = Port,
        Models = Model,
        ApiKey = RequiredKey,
        BasePath = BasePath,
        RequireBasePath = RequireBasePath,
        DialectSeed = DialectSeed,
        RepeatLast = AfterLast == AfterLastReply.Repeat,
        Unscripted = AfterLast == AfterLastReply.Refuse
            ? new TestReply.Failure(400, "No scripted reply is left for this request.") { Code = "no_reply_left" }
            : null,
    };
}
