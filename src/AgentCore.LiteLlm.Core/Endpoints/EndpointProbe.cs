using System.Collections.Immutable;
using System.Text.Json;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Network;
using AgentCore.LiteLlm.Requirements;
using AgentCore.LiteLlm.Requirements.Versions;

namespace AgentCore.LiteLlm.Endpoints;

/// <summary>Finds out whether an endpoint could be called, without calling a model.</summary>
/// <param name="client">What asks.</param>
internal sealed class EndpointProbe(EndpointClient client)
{
    /// <summary>Asks the endpoint for its models, and a LiteLLM proxy for its version.</summary>
    /// <param name="query">The endpoint.</param>
    /// <param name="modelId">The model to look for.</param>
    /// <param name="cancellationToken">Ends the call at once.</param>
    /// <returns>The report; an endpoint that fails is a report too.</returns>
    public async Task<EndpointReport> ProbeAsync(EndpointQuery query, string modelId, CancellationToken cancellationToken)
    {
        EndpointReport report = new() { BaseUrl = query.BaseUrl.AbsoluteUri.TrimEnd('/'), ModelId = modelId, Simulated = client.IsSimulated };
        EndpointAnswer answer;
        try
        {
            answer = await client.GetAsync(query, query.Models, cancellationToken).ConfigureAwait(false);
        }
        catch (ChatException e)
        {
            return report with { Failure = e.Failure, Hint = e.Failure.Advice };
        }

        report = Judge(report with { Reachable = true, Latency = answer.Duration, HttpStatus = answer.Status }, answer, query);
        if (report.Failure is { Kind: FailureKind.WrongPath or FailureKind.ReplyInvalid }
            && await FindVersionedAsync(query, cancellationToken).ConfigureAwait(false) is { } better)
        {
            report = report with { Hint = $"Set 'base_url' to {better}: the models are listed there." };
        }

        return client.IsSimulated || !LiteLlmSigns.AreIn(answer)
            ? report
            : await AddVersionAsync(report, answer, query, cancellationToken).ConfigureAwait(false);
    }

    private EndpointReport Judge(EndpointReport report, EndpointAnswer answer, EndpointQuery query)
    {
        ImmutableArray<AgentModelInfo> models;
        try
        {
            models = new ModelCatalog(client).ReadList(answer, query);
        }
        catch (ChatException e)
        {
            bool isRefused = e.Failure is { Kind: FailureKind.AuthenticationFailed or FailureKind.PermissionDenied, IsUpstream: false };
            return report with { Authorized = isRefused ? false : null, Failure = e.Failure, Hint = e.Failure.Advice };
        }

        // The simulation answers for any model, not only for the one it lists.
        bool isKnown = client.IsSimulated || models.Any(m => Offers(m.Id, report.ModelId));
        return report with
        {
            Authorized = true,
            ModelCount = models.Length,
            ModelKnown = isKnown,
            Hint = isKnown ? null : "Check 'model_id' against the models that the endpoint lists.",
        };
    }

    // LiteLLM lists routes such as 'openai/*', and Google's endpoint puts 'models/' before every name.
    private static bool Offers(string listed, string asked) =>
        listed == asked
        || listed == "models/" + asked
        || (listed.EndsWith('*') && asked.StartsWith(listed.AsSpan()[..^1], StringComparison.Ordinal));

    private async Task<string?> FindVersionedAsync(EndpointQuery query, CancellationToken cancellationToken)
    {
        if (query.BaseUrl.AbsolutePath.TrimEnd('/').EndsWith("/v1", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        EndpointQuery versioned = query with { BaseUrl = EndpointAddress.Append(query.BaseUrl, "/v1") };
        try
        {
            EndpointAnswer answer = await client.GetAsync(versioned, versioned.Models, cancellationToken).ConfigureAwait(false);
            return answer.IsSuccess && ModelListReader.Find(answer, versioned.BaseUrl) is not null ? versioned.BaseUrl.AbsoluteUri : null;
        }
        catch (ChatException)
        {
            return null;
        }
    }

    private async Task<EndpointReport> AddVersionAsync(EndpointReport report, EndpointAnswer answer, EndpointQuery query, CancellationToken cancellationToken)
    {
        string? text = answer.FindHeader("x-litellm-version") ?? await AskVersionAsync(query, cancellationToken).ConfigureAwait(false);
        if (text is null || PythonVersion.Find(text) is not { } version)
        {
            return report;
        }

        EndpointAdvisory[] known = [.. AdvisoryTable.Read().Rows.Where(a => a.Affected.Fits(version)).Select(EndpointAdvisory.Of)];
        return report with { LiteLlmVersion = version.ToString(), Advisories = [.. known] };
    }

    // Public: the key stays at home, and only the headers that a gateway in front may want go along.
    private async Task<string?> AskVersionAsync(EndpointQuery query, CancellationToken cancellationToken)
    {
        EndpointQuery open = query with { Headers = [.. query.Headers.Where(h => !h.Name.Equals("Authorization", StringComparison.OrdinalIgnoreCase))] };
        try
        {
            EndpointAnswer answer = await client.GetAsync(open, query.Readiness, cancellationToken).ConfigureAwait(false);
            using JsonDocument? json = answer.FindJson();
            return new ModelFacts(answer.Redactor).Text(json?.RootElement, "litellm_version");
        }
        catch (ChatException)
        {
            return null;
        }
    }
}
