using System.Collections.Immutable;
using System.Text.Json;
using AgentCore.LiteLlm.Json;
using AgentCore.LiteLlm.TestEndpoints;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>Turns received requests into what PowerShell users look at.</summary>
internal static class TestRequestView
{
    /// <summary>Makes the view of a request.</summary>
    public static AgentTestRequest Of(TestRequest request)
    {
        using JsonDocument? json = ReceivedJson.Find(request.BodyBytes);
        object? body = json is not null ? OutputTree.ToObject(json.RootElement) : request.BodyBytes.IsEmpty ? null : request.Body;
        ImmutableArray<object?> messages = [.. (json?.RootElement.Items(request.IsOfResponses ? "input" : "messages") ?? []).Select(OutputTree.ToObject)];
        return AgentTestRequest.Of(request, body, messages);
    }
}
