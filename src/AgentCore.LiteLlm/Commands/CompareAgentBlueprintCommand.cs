using System.Collections.Immutable;
using System.Management.Automation;
using AgentCore.LiteLlm.Binding;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Comparison;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Endpoints;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Pipeline;
using AgentCore.LiteLlm.Routing;
using AgentCore.LiteLlm.Variables;

namespace AgentCore.LiteLlm.Commands;

/// <summary>Says what an agent has otherwise than another, than in a revision of git, or than its endpoint has it now, and what follows from it.</summary>
[Cmdlet(VerbsData.Compare, "AgentBlueprint", DefaultParameterSetName = TwoSet, SupportsShouldProcess = true)]
[OutputType(typeof(BlueprintChange), typeof(string))]
public sealed class CompareAgentBlueprintCommand : TransportCmdlet
{
    private const string TwoSet = "Two";
    private const string AgainstSet = "Against";
    private const string EndpointSet = "Endpoint";
    private const string Git = "git:";

    private readonly List<BlueprintChange> _changes = [];

    /// <summary>Gets or sets the blueprint as it was: an object of Import-AgentBlueprint, or a path.</summary>
    [Parameter(ParameterSetName = TwoSet, Mandatory = true, Position = 0)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(BlueprintPathCompleter))]
    public object? ReferenceBlueprint { get; set; }

    /// <summary>Gets or sets the blueprint as it is: an object of Import-AgentBlueprint, or a path.</summary>
    [Parameter(ParameterSetName = TwoSet, Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [Parameter(ParameterSetName = AgainstSet, Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Parameter(ParameterSetName = EndpointSet, Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(BlueprintPathCompleter))]
    public object? Blueprint { get; set; }

    /// <summary>
    /// Gets or sets the revision in which the same file is how it was, its prompts and schema too: <c>git:</c> and a branch, a tag or a commit, such as
    /// <c>git:main</c>.
    /// </summary>
    [Parameter(ParameterSetName = AgainstSet, Mandatory = true)]
    [ValidatePattern("^git:[^-].*$")]
    public string Against { get; set; } = "";

    /// <summary>
    /// Gets or sets a value indicating whether the endpoint is asked which models, limits and prices it has now, and what the blueprint has otherwise is a
    /// change too.
    /// </summary>
    [Parameter(ParameterSetName = AgainstSet)]
    [Parameter(ParameterSetName = EndpointSet, Mandatory = true)]
    public SwitchParameter Endpoint { get; set; }

    /// <summary>
    /// Gets or sets the kinds of changes that are not to be: after everything is written, one of them ends the pipeline with the error ChangeRefused.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public BlueprintChangeKind[] FailOn { get; set; } = [];

    /// <summary>Gets or sets in which form all changes are written down, in place of objects; paths in it are relative to the current folder.</summary>
    [Parameter]
    public ComparisonFormat? As { get; set; }

    /// <summary>Gets or sets the longest that one answer of the endpoint may take, in seconds, from 1; 30 when not given.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue / 1000)]
    public int OperationTimeoutSeconds { get; set; } = 30;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        FindingWriter findings = new(this, ErrorEnds.Item);
        foreach (AgentBlueprint blueprint in new BlueprintSource(this, findings).Read(Blueprint))
        {
            if (ParameterSetName != EndpointSet)
            {
                Compare(blueprint, findings);
            }

            if (Endpoint)
            {
                CompareWithEndpoint(blueprint);
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (As is { } format)
        {
            WriteObject(ChangeReport.Write(_changes, format, FailOn, new FilePaths(SessionState).Folder));
        }

        BlueprintChange[] refused = [.. _changes.Where(c => FailOn.Contains(c.Kind))];
        if (refused.Length > 0)
        {
            ThrowTerminatingError(ErrorRecords.ChangeRefused(refused));
        }
    }

    private void Compare(AgentBlueprint blueprint, FindingWriter findings)
    {
        if (ToCompared(blueprint) is { } now && FindOld(blueprint, findings) is { } old)
        {
            Write(BlueprintComparison.Compare(old, now));
        }
    }

    private ComparedBlueprint? FindOld(AgentBlueprint blueprint, FindingWriter findings)
    {
        if (ParameterSetName == TwoSet)
        {
            AgentBlueprint[] old = [.. new BlueprintSource(this, findings).Read(ReferenceBlueprint)];
            if (old.Length > 1)
            {
                WriteError(ErrorRecords.NotOneBlueprint($"{ReferenceBlueprint}", old.Length));
            }

            return old.Length == 1 ? ToCompared(old[0]) : null;
        }

        if (blueprint.Path is not { } path)
        {
            WriteError(ErrorRecords.NotComparable(blueprint, "it is in no file, of which git could have another revision."));
            return null;
        }

        try
        {
            string revision = Against[Git.Length..];
            Checked<ComparedBlueprint> read = PipelineThread.Await(token => RevisionReader.ReadAsync(path, revision, new ProcessVariables(), token));
            return findings.Check(read, path);
        }
        catch (RevisionException e)
        {
            WriteError(ErrorRecords.RevisionUnreadable(e, path));
            return null;
        }
    }

    private ComparedBlueprint? ToCompared(AgentBlueprint blueprint)
    {
        if (ComparedBlueprint.Of(blueprint, new ProcessVariables()) is { } compared)
        {
            return compared;
        }

        WriteError(ErrorRecords.NotComparable(blueprint, "it was made in this process and is in no text."));
        return null;
    }

    private void CompareWithEndpoint(AgentBlueprint blueprint)
    {
        AskedModels models = new(this);
        ExecutionMode mode = models.FindMode(given: null);
        foreach (ResolvedModel model in models.Find(blueprint, mode))
        {
            EndpointQuery query = EndpointQuery.For(model, TimeSpan.FromSeconds(OperationTimeoutSeconds));
            if (!this.MaySend($"GET {query.Models.AbsoluteUri}", out _))
            {
                continue;
            }

            try
            {
                ModelCatalog catalog = new(ProcessClient.Instance.EndpointsOver(mode, models.Transport));
                (ImmutableArray<AgentModelInfo> offered, string? missing) = PipelineThread.Await(token => catalog.ReadAsync(query, token));
                if (missing is not null)
                {
                    this.Tell($"Limits and prices are not compared: {missing}");
                }

                Write(EndpointDrift.Find(model, offered, new ProcessVariables()));
            }
            catch (ChatException e)
            {
                WriteError(ErrorRecords.CallFailed(e, model.ToString()));
            }
        }
    }

    private void Write(ImmutableArray<BlueprintChange> changes)
    {
        _changes.AddRange(changes);
        if (As is null)
        {
            WriteObject(changes, enumerateCollection: true);
        }
    }
}
