using System.Collections;
using System.Management.Automation;
using AgentCore.LiteLlm.Binding;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>The parameters of cmdlets that call an agent: retries, tools, limits, and the cassette that calls are recorded on or played from.</summary>
public abstract class AgentCallCmdlet : AgentPlanCmdlet
{
    /// <summary>
    /// Gets or sets how often a call is tried again that failed before its answer began and may succeed later, from 0, which turns retries off; 3 when not
    /// given.
    /// </summary>
    [Parameter]
    [ValidateRange(0, 100)]
    public int MaximumRetryCount { get; set; } = 3;

    /// <summary>
    /// Gets or sets the bound of the first wait between tries, in seconds, doubled with each; every wait is random below its bound, and an endpoint's own wish
    /// comes first. No bound grows beyond 60 s, or beyond this value where it is larger. From 1; 1 when not given.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int RetryIntervalSec { get; set; } = 1;

    /// <summary>
    /// Gets or sets the tools that the model may call: names of commands, objects of Get-Command, scriptblocks, or objects of New-AgentTool. Without any, calls
    /// that the model makes are in the reply's ToolCalls.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(CommandNameCompleter))]
    public object[]? Tool { get; set; }

    /// <summary>
    /// Gets or sets the agents that the blueprint's <c>multi_agent</c> names: a hashtable of ids and blueprints, each an object or a path. Agents that are not
    /// there are looked for in the folder of the blueprint.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Agent { get; set; }

    /// <summary>
    /// Gets or sets the servers of the tools that the blueprint declares: the path of a JSON file with <c>mcpServers</c>, as editors have it, or a hashtable
    /// that means the same. Servers that are not named there are looked for at the blueprint's gateway.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(FileCompleter))]
    public object? ToolServer { get; set; }

    /// <summary>
    /// Gets or sets which calls of tools are made: Ask asks for each, ReadOnly makes those that only read, All makes all, Defer lets the run wait for
    /// Approve-AgentToolCall where it would be asked, a scriptblock gets the call as $_ and answers true or false, and a hashtable says Always, Never, Ask or
    /// Defer by name or pattern. When not given, commands that support ShouldProcess are asked for, and tools of servers that -ToolServer does not list as
    /// <c>readOnly</c>.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(ToolApprovalCompleter))]
    public object? ToolApproval { get; set; }

    /// <summary>
    /// Gets or sets a value indicating whether the gateway judges, by the blueprint's policy, the calls that go through it, so that rules which cannot be
    /// judged here are no error. Calls of tools of this process are judged here all the same, and such rules allow them nothing.
    /// </summary>
    [Parameter]
    public SwitchParameter PolicyEnforcedByGateway { get; set; }

    /// <summary>
    /// Gets or sets what is bound to the names of the blueprint's <c>hooks</c>: a hashtable of names and scriptblocks. Each gets an event before and after
    /// every turn of the model and every call of a tool; it may cancel a call or change its result, and an error in it stops the run.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Hook { get; set; }

    /// <summary>
    /// Gets or sets the file to which the audit log is added, one JSON line for each run and each call of a tool, with what was decided and by whom; no
    /// prompt, answer, argument or result. A blueprint whose <c>observability.audit_log</c> is switched off keeps none.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FileCompleter))]
    public string? AuditLogPath { get; set; }

    /// <summary>
    /// Gets or sets how many turns the model may take in a run with tools, from 1; the blueprint's <c>runtime.max_iterations</c> when not given, else 5.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 10_000)]
    public int MaxIterations { get; set; }

    /// <summary>
    /// Gets or sets how many tokens a run with tools may use, prompts and answers together, before it is ended instead of going on; no limit when not given.
    /// How long one answer may be is the blueprint's <c>max_tokens</c>.
    /// </summary>
    [Parameter]
    [ValidateRange(1, long.MaxValue)]
    public long MaxTokens { get; set; }

    /// <summary>Gets or sets how much a run with tools may cost, in US dollars, before it is ended instead of going on; no limit when not given.</summary>
    [Parameter]
    [ValidateRange(0.0, 1_000_000_000.0)]
    public virtual decimal? MaxCost { get; set; }

    /// <summary>
    /// Gets or sets the cassette, a JSON file, on which every request and its answer are recorded: bodies as they are sent, no headers, no keys. A recorded
    /// request takes the place of an equal one in the file; others stay.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FileCompleter))]
    public string? RecordPath { get; set; }

    /// <summary>
    /// Gets or sets the cassette from which every request is answered. No endpoint is called, no key is needed (where PROMPT_REGISTRY_URL is set, it is asked
    /// for the prompt all the same), and a request that differs from what was recorded is an error.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FileCompleter))]
    public string? ReplayPath { get; set; }
}
