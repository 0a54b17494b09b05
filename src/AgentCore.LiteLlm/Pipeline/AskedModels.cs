using System.Collections.Immutable;
using AgentCore.LiteLlm.Binding;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Network;
using AgentCore.LiteLlm.Planning;
using AgentCore.LiteLlm.Routing;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Variables;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>The models whose endpoints a cmdlet asks for something else than an answer: finds them, and says whether that is allowed.</summary>
/// <param name="cmdlet">The cmdlet.</param>
internal sealed class AskedModels(TransportCmdlet cmdlet)
{
    private readonly FindingWriter _findings = new(cmdlet, ErrorEnds.Item);
    private readonly ImmutableArray<SecretHeader> _headers = TransportArguments.ReadHeaders(cmdlet);

    /// <summary>Gets how their endpoints are reached.</summary>
    public TransportOptions Transport { get; } = TransportArguments.Read(cmdlet);

    /// <summary>Finds the mode; one that is none ends the pipeline.</summary>
    /// <param name="given">The mode that the user gave; null for none.</param>
    public ExecutionMode FindMode(ExecutionMode? given)
    {
        Findings found = new(places: null);
        ExecutionMode? mode = ModeChoice.Find(given, new ProcessVariables(), found);
        if (mode is null)
        {
            cmdlet.ThrowTerminatingError(ErrorRecords.Finding(found.ToImmutable()[0], null));
        }

        return mode!.Value;
    }

    /// <summary>Finds the models that an argument leads to and whose endpoints may be asked; what speaks against others is reported.</summary>
    /// <param name="agent">A resolved model, a blueprint, or a path.</param>
    /// <param name="mode">The mode.</param>
    public IEnumerable<ResolvedModel> Find(object? agent, ExecutionMode mode) => Find(agent).Where(m => IsAllowed(m, mode));

    private IEnumerable<ResolvedModel> Find(object? agent)
    {
        // A piped model is bound as a blueprint, which takes any object and belongs to the default set.
        if (PlainValue.Of(agent) is ResolvedModel given)
        {
            ResolvedModel? model = _headers.IsEmpty ? given : _findings.Check(HeaderResolver.AddTo(given, _headers), given.ToString());
            return model is null ? [] : [model];
        }

        ModelOverrides overrides = new() { Headers = _headers };
        return new BlueprintSource(cmdlet, _findings).Read(agent)
            .Select(b => _findings.Check(CallRules.WithoutDoubles(ModelResolver.Resolve(b, overrides, new ProcessVariables())), b.Id))
            .OfType<ResolvedModel>();
    }

    private bool IsAllowed(ResolvedModel model, ExecutionMode mode)
    {
        // No prompt is sent, so there is nothing that data protection could cover.
        ImmutableArray<Diagnostic> obstacles =
            [.. CallRules.FindObstacles(model, mode, cmdlet.AllowUnencryptedAuthentication).Where(f => f.Code != DiagnosticCodes.ProtectionUnavailable)];
        _findings.Write(obstacles, model.ToString());
        if (!obstacles.IsEmpty)
        {
            return false;
        }

        TransportArguments.WarnOfSkippedCheck(cmdlet, model.Address);
        return true;
    }
}
