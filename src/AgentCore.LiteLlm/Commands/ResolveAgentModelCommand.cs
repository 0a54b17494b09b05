using System.Collections;
using System.Management.Automation;
using System.Security;
using AgentCore.LiteLlm.Binding;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Pipeline;
using AgentCore.LiteLlm.Routing;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Variables;

namespace AgentCore.LiteLlm.Commands;

/// <summary>Shows where a blueprint's calls will go, with what, and why, without making one.</summary>
[Cmdlet(VerbsDiagnostic.Resolve, "AgentModel")]
[OutputType(typeof(ResolvedModel))]
public sealed class ResolveAgentModelCommand : PSCmdlet
{
    private ModelOverrides _overrides = new();

    /// <summary>Gets or sets the blueprint: an object of Import-AgentBlueprint, or a path.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(BlueprintPathCompleter))]
    public object? Blueprint { get; set; }

    /// <summary>Gets or sets the model's name in place of the blueprint's.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ModelIdCompleter))]
    public string? ModelId { get; set; }

    /// <summary>Gets or sets the base URL in place of the blueprint's: http or https, without <c>/chat/completions</c>.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? BaseUrl { get; set; }

    /// <summary>Gets or sets the key in place of the variable that the blueprint names.</summary>
    [Parameter]
    [ValidateNotNull]
    public SecureString? ApiKey { get; set; }

    /// <summary>Gets or sets the sampling temperature, 0 to 2, in place of the blueprint's.</summary>
    [Parameter]
    [ValidateRange(0.0, 2.0)]
    public double? Temperature { get; set; }

    /// <summary>Gets or sets the share of the probability from which words are sampled, 0 to 1, in place of the blueprint's <c>top_p</c>.</summary>
    [Parameter]
    [ValidateRange(0.0, 1.0)]
    public double? TopP { get; set; }

    /// <summary>
    /// Gets or sets the number by which equal requests are meant to get equal answers, where the endpoint can, in place of the blueprint's <c>seed</c>.
    /// </summary>
    [Parameter]
    public int? Seed { get; set; }

    /// <summary>
    /// Gets or sets how much the model reasons before it answers, in place of what the blueprint says: None, Minimal, Low, Medium, High, XHigh or Max. A level
    /// that the model lacks becomes the nearest that it has, with a warning.
    /// </summary>
    [Parameter]
    public ReasoningEffort? ReasoningEffort { get; set; }

    /// <summary>
    /// Gets or sets the models to ask, in order, where the model does not answer, in place of the blueprint's <c>fallbacks</c>: only before anything of an
    /// answer arrived, and only for failures that another model can cure.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ModelIdCompleter))]
    public string[] Fallback { get; set; } = [];

    /// <summary>Gets or sets headers to send with every request, beside those of the blueprint; their values are kept secret.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Headers { get; set; }

    /// <summary>Gets or sets a value indicating whether every warning and every omitted header is an error.</summary>
    [Parameter]
    public SwitchParameter Strict { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        Secret? key = SecretArguments.ToSecret(ApiKey);
        if (ApiKey is not null && key is null)
        {
            ThrowTerminatingError(ErrorRecords.KeyArgumentEmpty());
        }

        _overrides = new ModelOverrides
        {
            ModelId = ModelId,
            BaseUrl = BaseUrl,
            Temperature = Temperature,
            Fallbacks = [.. Fallback],
            Controls = new ModelControls { TopP = TopP, Seed = Seed, ReasoningEffort = ReasoningEffort },
            ApiKey = key,
            Headers = SecretArguments.ToHeaders(Headers, out string? unfit),
        };
        if (unfit is not null)
        {
            ThrowTerminatingError(ErrorRecords.HeaderArgumentUnfit(unfit));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        FindingWriter findings = new(this, ErrorEnds.Item);
        foreach (AgentBlueprint blueprint in new BlueprintSource(this, findings).Read(Blueprint))
        {
            if (findings.Check(ModelResolver.Resolve(blueprint, _overrides, new ProcessVariables(), Strict), blueprint.Id) is { } model)
            {
                ResolvedModel shown = ProcessClient.Instance.WithLearned(model);
                WriteObject(shown with { Origins = model.Origins.ToDictionary(o => o.Key, ToOrigin) });
            }
        }
    }

    // The core knows that the caller set a value; here the caller is a parameter, which is named as the value is.
    private static string ToOrigin(KeyValuePair<string, string> origin) =>
        origin.Value == ModelOverrides.Origin ? $"-{(origin.Key == "Fallbacks" ? nameof(Fallback) : origin.Key.Split('.', 2)[0])}" : origin.Value;
}
