using System.Collections.Immutable;
using AgentCore.LiteLlm.Failures;

namespace AgentCore.LiteLlm.Endpoints;

/// <summary>The models that an endpoint offers.</summary>
/// <param name="client">What asks.</param>
internal sealed class ModelCatalog(EndpointClient client)
{
    /// <summary>Asks for the models, and LiteLLM's proxy for its prices and limits too.</summary>
    /// <param name="query">The endpoint.</param>
    /// <param name="cancellationToken">Ends the call at once.</param>
    /// <returns>The models in the endpoint's order, and why a proxy's prices and limits are not among them; null when nothing is missing.</returns>
    /// <exception cref="ChatException">The endpoint gives no list.</exception>
    public async Task<(ImmutableArray<AgentModelInfo> Models, string? Missing)> ReadAsync(EndpointQuery query, CancellationToken cancellationToken)
    {
        EndpointAnswer answer = await client.GetAsync(query, query.Models, cancellationToken).ConfigureAwait(false);
        ImmutableArray<AgentModelInfo> models = ReadList(answer, query);
        if (client.IsSimulated)
        {
            return ([.. models.Select(m => m with { Simulated = true })], null);
        }

        if (!LiteLlmSigns.AreIn(answer))
        {
            return (models, null);
        }

        try
        {
            EndpointAnswer info = await client.GetAsync(query, query.ModelInfo, cancellationToken).ConfigureAwait(false);
            return info.IsSuccess ? (ModelInfoReader.Merge(models, info), null) : (models, info.ToRefusal(client.Time).Failure.Summary);
        }
        catch (ChatException e)
        {
            return (models, e.Failure.Summary);
        }
    }

    /// <summary>Reads a list out of its answer.</summary>
    public ImmutableArray<AgentModelInfo> ReadList(EndpointAnswer answer, EndpointQuery query)
    {
        if (!answer.IsSuccess)
        {
            throw answer.ToRefusal(client.Time);
        }

        if (ModelListReader.Find(answer, query.BaseUrl) is { } models)
        {
            return models;
        }

        throw answer.FindJson() is { } json && HasError(json) ? answer.ToRefusal(client.Time) : answer.ToInvalid("the body is no list of models");
    }

    private static bool HasError(System.Text.Json.JsonDocument json)
    {
        using (json)
        {
            return ErrorBody.Find(json.RootElement) is not null;
        }
    }
}
