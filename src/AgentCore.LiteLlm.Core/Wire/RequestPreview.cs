using System.Globalization;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Network;

namespace AgentCore.LiteLlm.Wire;

/// <summary>Shows what a call would send, without sending it and without a secret.</summary>
internal static class RequestPreview
{
    /// <summary>Describes a request: method, address, model, header names and the size of the body; of agents that answer together each.</summary>
    /// <param name="request">The request.</param>
    /// <returns>One line.</returns>
    public static string ToText(ChatRequest request) => request.Graph is not { } graph
        ? string.Join("; ", [ToOne(request), .. request.Specialists.Select(s => $"where it calls '{s.Tool.Name}': {ToText(s.Request)}")])
        : string.Join("; ", [
            .. graph.Nodes.OfType<AgentNode.Member>().Select(m => $"'{m.Id}': {ToText(m.Request)}"),
            .. graph.HasCoordinator ? (string[])[$"in the end {ToText(request with { Graph = null })}"] : []]);

    private static string ToOne(ChatRequest request)
    {
        if (request.IsElsewhere)
        {
            string sent = request.Headers.Length == 0 ? "no extra headers" : $"headers {string.Join(", ", request.Headers.Select(h => h.Name))}";
            return request.Conceal($"agent-to-agent message to {request.Endpoint.AbsoluteUri}, {sent}");
        }

        string headers = request.Headers.Length == 0 ? "no extra headers" : $"headers {string.Join(", ", request.Headers.Select(h => h.Name))}";
        // The first turn of a run with tools does not ask for the schema yet.
        string size = RequestWriter.ToJson(request.Loop is null ? request : request with { Output = null }).Length.ToString(CultureInfo.InvariantCulture);
        string where = request.Mode == Modes.ExecutionMode.Simulation ? " (simulated: nothing leaves this process)" : "";
        string then = string.Concat(request.Fallbacks.Select(f => f.BaseUrl == request.BaseUrl
            ? $"; then model {f.Model}"
            : $"; then model {f.Model} at {EndpointAddress.ToChatCompletions(f.BaseUrl).AbsoluteUri}"));
        return request.Conceal($"POST {request.Endpoint.AbsoluteUri}, model {request.Model}, {headers}, body of {size} bytes{then}{where}");
    }
}
