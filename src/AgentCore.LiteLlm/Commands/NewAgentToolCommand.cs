using System.Collections;
using System.Collections.Immutable;
using System.Management.Automation;
using AgentCore.LiteLlm.Binding;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Pipeline;
using AgentCore.LiteLlm.Planning;
using AgentCore.LiteLlm.Tools;

namespace AgentCore.LiteLlm.Commands;

/// <summary>Makes a tool that a model may call from a command, a function, a scriptblock, or another agent.</summary>
[Cmdlet(VerbsCommon.New, "AgentTool", DefaultParameterSetName = CommandSet)]
[OutputType(typeof(AgentTool))]
public sealed class NewAgentToolCommand : PSCmdlet
{
    private const string CommandSet = "Command";
    private const string AgentSet = "Agent";

    /// <summary>Gets or sets the command: a name, an object of Get-Command, or a scriptblock, which needs a name.</summary>
    [Parameter(ParameterSetName = CommandSet, Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(CommandNameCompleter))]
    public object Command { get; set; } = "";

    /// <summary>
    /// Gets or sets the agent that is called: the path of its blueprint, or an object of Import-AgentBlueprint. It answers with its own prompt, model, tools,
    /// policy, protection and limits.
    /// </summary>
    [Parameter(ParameterSetName = AgentSet, Mandatory = true)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(BlueprintPathCompleter))]
    public object? Agent { get; set; }

    /// <summary>Gets or sets the tools that the agent may call, beside those that its blueprint declares: what -Tool of Invoke-AgentPrompt takes.</summary>
    [Parameter(ParameterSetName = AgentSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(CommandNameCompleter))]
    public object[]? Tool { get; set; }

    /// <summary>
    /// Gets or sets the name by which the model calls it, 1 to 64 letters, digits, <c>_</c> or <c>-</c>; the command's name, or the id of the agent, when not
    /// given.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>
    /// Gets or sets what the model is told that it does and when to call it; the command's comment-based help, or the description of the agent's blueprint,
    /// when not given.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Description { get; set; }

    /// <summary>Gets or sets the parameter set to offer; the command's default one when not given.</summary>
    [Parameter(ParameterSetName = CommandSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ToolParameterCompleter))]
    public string? ParameterSet { get; set; }

    /// <summary>Gets or sets the parameters that the model may use; all when not given.</summary>
    [Parameter(ParameterSetName = CommandSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ToolParameterCompleter))]
    public string[]? IncludeParameter { get; set; }

    /// <summary>Gets or sets the parameters that the model may not use. A mandatory one cannot be left out.</summary>
    [Parameter(ParameterSetName = CommandSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ToolParameterCompleter))]
    public string[]? ExcludeParameter { get; set; }

    /// <summary>
    /// Gets or sets patterns by parameter, with wildcards: every value that the model gives must match one of its parameter's, both as
    /// written and as PowerShell binds it.
    /// </summary>
    [Parameter(ParameterSetName = CommandSet)]
    [ValidateNotNull]
    public IDictionary? Allow { get; set; }

    /// <summary>
    /// Gets or sets patterns by parameter, with wildcards: a call with a value that matches one, as written or as PowerShell binds it, is
    /// not made.
    /// </summary>
    [Parameter(ParameterSetName = CommandSet)]
    [ValidateNotNull]
    public IDictionary? Deny { get; set; }

    /// <summary>
    /// Gets or sets the secret variables, such as the one that <c>api_key_env</c> names, that stay in the environment while the tool runs;
    /// none when not given.
    /// </summary>
    [Parameter(ParameterSetName = CommandSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EnvironmentVariableCompleter))]
    public string[]? PassVariable { get; set; }

    /// <summary>Gets or sets how many characters of a result the model gets, from 100; 32,768 when not given. What is longer is cut, and says so.</summary>
    [Parameter]
    [ValidateRange(100, 10_000_000)]
    public int MaximumResultLength { get; set; } = ToolRules.DefaultResultLength;

    /// <summary>
    /// Gets or sets a value indicating whether the tool changes nothing, so that <c>-ToolApproval ReadOnly</c> lets it run; without it the
    /// verb of the command decides.
    /// </summary>
    [Parameter]
    public SwitchParameter ReadOnly { get; set; }

    /// <summary>
    /// Gets or sets a value indicating whether making the same call twice does no harm, so that Resume-AgentRun makes a call again that was interrupted;
    /// without it, that is yours to decide.
    /// </summary>
    [Parameter]
    public SwitchParameter Idempotent { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Name is not null && !ToolDefinition.IsName(Name))
        {
            ThrowTerminatingError(ErrorRecords.ToolInvalid("-Name takes 1 to 64 letters, digits, '_' or '-'."));
        }

        if (Agent is not null)
        {
            MakeAgent();
            return;
        }

        ToolWishes wishes = new()
        {
            Name = Name,
            Description = Description,
            ParameterSetName = ParameterSet,
            IncludeParameter = [.. IncludeParameter ?? []],
            ExcludeParameter = [.. ExcludeParameter ?? []],
            Rules = new ToolRules
            {
                IsReadOnly = ReadOnly,
                IsIdempotent = Idempotent,
                Allow = ArgumentRules.Read(Allow),
                Deny = ArgumentRules.Read(Deny),
                PassedVariables = [.. PassVariable ?? []],
                MaximumResultLength = MaximumResultLength,
            },
        };
        bool isNamelessScript = Name is null && PlainValue.Of(Command) is ScriptBlock;
        ErrorRecord? error = isNamelessScript ? ErrorRecords.ToolInvalid("A scriptblock needs -Name.") : null;
        if (error is null && new ToolFinder(this).Find(Command, wishes, null, out error) is { } tool)
        {
            WriteObject(tool);
        }
        else
        {
            WriteError(error!);
        }
    }

    private void MakeAgent()
    {
        FindingWriter findings = new(this, ErrorEnds.Item);
        AgentBlueprint[] blueprints = [.. new BlueprintSource(this, findings).Read(Agent)];
        if (blueprints.Length != 1)
        {
            if (blueprints.Length > 1)
            {
                findings.Fail(ErrorRecords.NotOneBlueprint($"{Agent}", blueprints.Length));
            }

            return;
        }

        ErrorRecord? error = null;
        ImmutableArray<AgentTool> own = Tool is null ? [] : new ToolFinder(this).FindAll(Tool, out error);
        if (error is not null)
        {
            WriteError(error);
            return;
        }

        WriteObject(ToolMaker.MakeAgent(
            SpecialistOffer.Of(blueprints[0], Name, Description), own,
            new ToolRules { IsReadOnly = ReadOnly, IsIdempotent = Idempotent, MaximumResultLength = MaximumResultLength }));
    }
}
