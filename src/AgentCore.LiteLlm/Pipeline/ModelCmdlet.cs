using System.Collections.Immutable;
using System.Management.Automation;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Network;
using AgentCore.LiteLlm.Planning;
using AgentCore.LiteLlm.Routing;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Variables;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>The base of cmdlets that ask endpoints for something else than an answer: finds out whom to ask, and whether that is allowed.</summary>
public abstract class ModelCmdlet : TransportCmdlet
{
    private ImmutableArray<SecretHeader> _headers = [];

    /// <summary>Gets or sets the mode: Production, Staging, or Simulation, in which the module answers by itself. Without it the variable EXECUTION_MODE decides, else Production.</summary>
    [Parameter]
    public ExecutionMode? Mode { get; set; }

    /// <summary>Gets what writes findings.</summary>
    private protected FindingWriter Findings => new(this, ErrorEnds.Item);

    /// <summary>Gets how the endpoint is reached.</summary>
    private protected TransportOptions Transport { get; private set; } = new();

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _headers = ReadHeaders();
        Transport = ReadTransport();
    }

    /// <summary>Finds the mode; one that is none ends the pipeline.</summary>
    /// <returns>The mode.</returns>
    private protected ExecutionMode ReadMode()
    {
        if (ModeChoice.Find(Mode, new ProcessVariables()) is { } mode)
        {
            return mode;
        }

        ThrowTerminatingError(ErrorRecords.Finding(ChatPlan.UnknownMode(new ProcessVariables()), null));
        return default;
    }

    /// <summary>Finds the models that an argument leads to, reporting what cannot be used.</summary>
    /// <param name="agent">A resolved model, a blueprint, or a path.</param>
    private protected IEnumerable<ResolvedModel> ReadModels(object? agent)
    {
        // A piped model is bound as a blueprint, which takes any object and belongs to the default set.
        if ((agent is PSObject wrapped ? wrapped.BaseObject : agent) is ResolvedModel given)
        {
            ResolvedModel? model = _headers.IsEmpty ? given : Findings.Check(HeaderResolver.AddTo(given, _headers), given.ToString());
            return model is null ? [] : [model];
        }

        return new BlueprintSource(this, Findings).Read(agent)
            .Select(b => Findings.Check(WithoutDoubles(ModelResolver.Resolve(b, new ModelOverrides { Headers = _headers }, new ProcessVariables())), b.Id))
            .OfType<ResolvedModel>();
    }

    /// <summary>Says whether an endpoint may be asked, and reports why not.</summary>
    /// <param name="model">The model that leads to it.</param>
    /// <param name="mode">The mode.</param>
    private protected bool IsAllowed(ResolvedModel model, ExecutionMode mode)
    {
        // No prompt is sent, so there is nothing that data protection could cover.
        Diagnostic[] obstacles = [.. CallRules.FindObstacles(model, mode, AllowUnencryptedAuthentication).Where(f => f.Code != DiagnosticCodes.ProtectionUnavailable)];
        Findings.Write([.. obstacles], model.ToString());
        if (obstacles.Length == 0)
        {
            WarnOfSkippedCheck(model.Address);
        }

        return obstacles.Length == 0;
    }
}
