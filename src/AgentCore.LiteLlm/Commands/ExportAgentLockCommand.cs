using System.Management.Automation;
using AgentCore.LiteLlm.Binding;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Locks;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Pipeline;
using AgentCore.LiteLlm.Planning;
using AgentCore.LiteLlm.Tools;

namespace AgentCore.LiteLlm.Commands;

/// <summary>
/// Writes the lock of an agent beside its blueprint: what it is when it is called with these parameters, by which -Locked knows whether it still is.
/// </summary>
// It takes the parameters of calls, so that one hashtable serves both.
[Cmdlet(VerbsData.Export, "AgentLock", DefaultParameterSetName = BlueprintSet, SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportAgentLockCommand : AgentCallCmdlet
{
    private CallPlanner? _planner;
#pragma warning disable CA2213 // its end disposes of it
    private ToolSet? _tools;
#pragma warning restore CA2213
    private CassetteDeck? _deck;

    /// <summary>Gets or sets the blueprint, beside which the lock is written: an object of Import-AgentBlueprint, or a path.</summary>
    [Parameter(ParameterSetName = BlueprintSet, Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(BlueprintPathCompleter))]
    public override object? Blueprint { get; set; }

    /// <summary>
    /// Gets or sets a reply of the agent as it was tested: with -Locked, answers must come from the model that gave it, in the endpoint's own words.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public AgentReply? Reply { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _deck = new CassetteDeck(this);
        _tools = ToolSet.Read(this, _deck.Tape);

        // No model is called, so that no key is needed.
        CallOptions options = CallArguments.Read(this, _tools, isStreamed: false) with { IsReplayed = true };
        _planner = new CallPlanner(this, options, _tools);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        // With -Locked, the plan was held against the lock that is there.
        if (_planner!.Plan(ErrorEnds.Item) is { } plan && !Locked)
        {
            Write(plan);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _tools?.End(PipelineThread.StopToken.IsCancellationRequested);
            _deck?.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Write(ChatPlan plan)
    {
        string? text = AgentLock.Write(plan, _planner!.Options.Tools, Reply?.Model);
        if (plan.Model.Blueprint.Path is not { } blueprint || text is null)
        {
            WriteError(ErrorRecords.NotLockable(plan.Model.Blueprint));
            return;
        }

        if (plan.Mode == ExecutionMode.Simulation && !plan.Model.Blueprint.Tools.IsEmpty)
        {
            this.Warn("In simulation the tools of servers are made up: the lock holds in simulation alone. Export it in the mode that is deployed.");
        }

        string path = AgentLock.PathOf(blueprint);
        if (!this.MayActOn(path, "Write a lock"))
        {
            return;
        }

        try
        {
            OutputFile.Write(path, text, overwrites: true);
            WriteObject(new FileInfo(path));
        }
        catch (FileException e)
        {
            WriteError(ErrorRecords.FileNotWritten(FileRole.Lock, e));
        }
    }
}
