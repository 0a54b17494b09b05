using System.ClientModel.Primitives;

namespace AgentCore.LiteLlm.Wire;

/// <summary>Names this product to the endpoint, and takes out the SDK's telemetry headers, which some firewalls reject.</summary>
internal sealed class OwnUserAgent : PipelinePolicy
{
    /// <summary>What this product calls itself.</summary>
    internal static readonly string Value = $"AgentCore.LiteLlm/{typeof(OwnUserAgent).Assembly.GetName().Version!.ToString(3)}";

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
            headers.Set("User-Agent", Value);
        }
    }
}
