using System.Collections.Immutable;
using System.Management.Automation;
using AgentCore.LiteLlm.Binding;
using AgentCore.LiteLlm.Endpoints;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Pipeline;

namespace AgentCore.LiteLlm.Commands;

/// <summary>Lists the models that an endpoint offers, with what it says of their limits, abilities and prices.</summary>
[Cmdlet(VerbsCommon.Get, "AgentModel", DefaultParameterSetName = BlueprintSet, SupportsShouldProcess = true)]
[OutputType(typeof(AgentModelInfo))]
public sealed class GetAgentModelCommand : EndpointCmdlet
{
    private AskedEndpoints? _endpoints;

    /// <summary>
    /// Gets or sets the names of the models to list, with wildcards; all when not given. A name without wildcards that is not offered is an error.
    /// </summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ModelIdCompleter))]
    public string[]? Id { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _endpoints = new AskedEndpoints(this);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (AskedEndpoint asked in _endpoints!.Find())
        {
            try
            {
                ModelCatalog catalog = new(asked.Client);
                (ImmutableArray<AgentModelInfo> models, string? missing) = PipelineThread.Await(token => catalog.ReadAsync(asked.Query, token));
                if (missing is not null)
                {
                    this.Tell($"The models are listed without their prices and limits: {missing}");
                }

                Write(models, asked.Model.BaseUrl);
            }
            catch (ChatException e)
            {
                WriteError(ErrorRecords.CallFailed(e, asked.Model.ToString()));
            }
        }
    }

    private void Write(ImmutableArray<AgentModelInfo> models, string baseUrl)
    {
        WildcardPattern[]? wanted = Id is null ? null : [.. Id.Select(i => WildcardPattern.Get(i, WildcardOptions.IgnoreCase))];
        foreach (AgentModelInfo found in models.Where(m => wanted is null || Array.Exists(wanted, w => w.IsMatch(m.Id))))
        {
            WriteObject(found);
        }

        foreach (string name in Id ?? [])
        {
            if (!WildcardPattern.ContainsWildcardCharacters(name) && !models.Any(m => m.Id.Equals(name, StringComparison.OrdinalIgnoreCase)))
            {
                WriteError(ErrorRecords.ModelNotListed(name, baseUrl));
            }
        }
    }
}
