using System.Collections.Immutable;
using System.Management.Automation;
using AgentCore.LiteLlm.Binding;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Network;
using AgentCore.LiteLlm.Observability;
using AgentCore.LiteLlm.Pipeline;
using AgentCore.LiteLlm.Planning;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Variables;

namespace AgentCore.LiteLlm.Commands;

/// <summary>Sends OpenTelemetry's spans of every agent that is asked in this process to an address, to Langfuse or into a file.</summary>
[Cmdlet(VerbsLifecycle.Start, "AgentTrace", DefaultParameterSetName = UriSet, SupportsShouldProcess = true)]
[OutputType(typeof(AgentTrace))]
public sealed class StartAgentTraceCommand : TransportCmdlet
{
    private const string BlueprintSet = "Blueprint";
    private const string UriSet = "Uri";
    private const string PathSet = "Path";

    private readonly ProcessVariables _variables = new();

    /// <summary>
    /// Gets or sets the blueprint whose Langfuse gets the spans, by the variables that its <c>observability.langfuse</c> names: an object of
    /// Import-AgentBlueprint, or a path.
    /// </summary>
    [Parameter(ParameterSetName = BlueprintSet, Mandatory = true, Position = 0)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(BlueprintPathCompleter))]
    public object? Blueprint { get; set; }

    /// <summary>
    /// Gets or sets the address of a collector that takes OTLP over HTTP, such as <c>http://localhost:4318</c>; <c>/v1/traces</c> is added to one
    /// without a path. That of <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>, with its headers, when not given.
    /// </summary>
    [Parameter(ParameterSetName = UriSet)]
    [ValidateNotNull]
    public Uri? Uri { get; set; }

    /// <summary>Gets or sets a file to which spans are added, as lines of OTLP's JSON; it is made where it is not there.</summary>
    [Parameter(ParameterSetName = PathSet, Mandatory = true)]
    [Alias("LiteralPath")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FileCompleter))]
    public string? Path { get; set; }

    /// <summary>Gets or sets the name of the service that the spans are of; <c>OTEL_SERVICE_NAME</c>, else <c>AgentCore.LiteLlm</c>, when not given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ServiceName { get; set; }

    private string Service => ServiceName ?? (_variables.Find("OTEL_SERVICE_NAME") is { Length: > 0 } named ? named : "AgentCore.LiteLlm");

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        TransportOptions transport = TransportArguments.Read(this);
        if (ParameterSetName == PathSet)
        {
            string path = new FilePaths(SessionState).Literal(Path!);
            if (this.MayActOn(path))
            {
                Write(() => AgentTrace.ToFile(path, Service, TimeProvider.System));
            }

            return;
        }

        TraceTarget target = FindTarget();
        TransportArguments.WarnOfSkippedCheck(this, target.Address);
        if (this.MayActOn(target.Address.AbsoluteUri))
        {
            Write(() => AgentTrace.To(target, transport, Service, TimeProvider.System));
        }
    }

    private TraceTarget FindTarget()
    {
        string? problem;
        TraceTarget? target = ParameterSetName switch
        {
            BlueprintSet => FindLangfuse(out problem),
            _ when Uri is null => PlannedTrace.FindCollector(_variables, out problem),
            _ => FindCollector(out problem),
        };
        ImmutableArray<SecretHeader> headers = TransportArguments.ReadHeaders(this);
        target = target is null ? null : target with { Headers = [.. target.Headers, .. headers] };
        problem ??= FindHeaderProblem(target!);
        if (problem is not null)
        {
            ThrowTerminatingError(ErrorRecords.TraceNotStarted(problem));
        }

        return target!;
    }

    private string? FindHeaderProblem(TraceTarget target)
    {
        foreach (SecretHeader header in target.Headers)
        {
            if (header.Value.FindHeaderProblem() is { } problem)
            {
                return $"The value of the header '{SecretShapes.Excerpt(header.Name)}' {problem}";
            }
        }

        return !target.Headers.IsEmpty && EndpointAddress.IsUnencrypted(target.Address) && !AllowUnencryptedAuthentication
            ? $"The keys would cross the network to {target.Address.Host} in clear text: use https, or -AllowUnencryptedAuthentication."
            : null;
    }

    private TraceTarget? FindCollector(out string? problem)
    {
        Checked<Uri> read = EndpointAddress.Read(Uri!.OriginalString);
        problem = read.Diagnostics.FirstOrDefault()?.Message.Replace("the base URL", "-Uri", StringComparison.Ordinal);
        return read.Value is not { } address ? null
            : new TraceTarget(address.AbsolutePath is "/" or "" ? EndpointAddress.Append(address, "/v1/traces") : address, []);
    }

    private TraceTarget? FindLangfuse(out string? problem)
    {
        AgentBlueprint[] found = [.. new BlueprintSource(this, new FindingWriter(this, ErrorEnds.Pipeline)).Read(Blueprint)];
        if (found.Length == 1)
        {
            return PlannedTrace.FindLangfuse(found[0], _variables, out problem);
        }

        problem = $"-Blueprint gives {found.Length} blueprints, and spans go to the Langfuse of one.";
        return null;
    }

    private void Write(Func<AgentTrace> start)
    {
        try
        {
            AgentTrace trace = start();
            RunningTraces.Add(trace);
            WriteObject(trace);
        }
        catch (FileException e)
        {
            ThrowTerminatingError(ErrorRecords.FileNotWritten(FileRole.Trace, e));
        }
    }
}
