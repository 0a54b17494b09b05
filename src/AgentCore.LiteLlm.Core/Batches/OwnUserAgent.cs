using System.ClientModel.Primitives;
using AgentCore.LiteLlm.Wire;

namespace AgentCore.LiteLlm.Batches;

/// <summary>Names this product to the endpoint, and takes out the SDK's telemetry headers, which some firewalls reject.</summary>
internal sealed class OwnUserAgent : PipelinePolicy
{
    /// <inheritdoc/>
    public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
    {
        Apply(message.Request.Headers);
        ProcessNext(message, pipeline, currentIndex);
    }

    /// <inheritdoc/>
    public override ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
    {
        Apply(message.Request.Headers);
        return ProcessNextAsync(message, pipeline, currentIndex);
    }

    private static void Apply(PipelineRequestHeaders headers)
    {
        List<string>? telemetry = null;
        foreach ((string name, _) in headers)
        {
            if (name.StartsWith("X-Stainless-", StringComparison.OrdinalIgnoreCase))
            {
                (telemetry ??= new(8)).Add(name);
            }
        }

        foreach (string name in telemetry ?? [])
        {
            headers.Remove(name);
        }

        // A blueprint may set its own through extra_headers_env.
        if (!headers.TryGetValue("User-Agent", out string? current) || current!.StartsWith("OpenAI/", StringComparison.Ordinal))
        {
            headers.Set("User-Agent", ChatTransport.UserAgent);
        }
    }
}
