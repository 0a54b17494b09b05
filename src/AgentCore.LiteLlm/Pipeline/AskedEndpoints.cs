using AgentCore.LiteLlm.Endpoints;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Routing;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>The endpoints that a cmdlet asks about themselves.</summary>
/// <param name="cmdlet">The cmdlet.</param>
internal sealed class AskedEndpoints(EndpointCmdlet cmdlet)
{
    private readonly AskedModels _models = new(cmdlet);

    /// <summary>Finds the endpoints of the item at hand that may be asked, and that the user wants to be asked.</summary>
    public IEnumerable<AskedEndpoint> Find()
    {
        ExecutionMode mode = _models.FindMode(cmdlet.Mode);
        foreach (ResolvedModel model in _models.Find(cmdlet.Model ?? cmdlet.Blueprint, mode))
        {
            EndpointQuery query = EndpointQuery.For(model, TimeSpan.FromSeconds(cmdlet.OperationTimeoutSeconds));
            string preview = Describe(query, mode);
            if (cmdlet.MaySend(preview, out _))
            {
                yield return new AskedEndpoint(ProcessClient.Instance.EndpointsOver(mode, _models.Transport), query, model);
            }
        }
    }

    private static string Describe(EndpointQuery query, ExecutionMode mode)
    {
        string headers = query.Headers.Length == 0 ? "no extra headers" : $"headers {string.Join(", ", query.Headers.Select(h => h.Name))}";
        return $"GET {query.Models.AbsoluteUri}, {headers}{(mode == ExecutionMode.Simulation ? " (simulated: nothing leaves this process)" : "")}";
    }
}
