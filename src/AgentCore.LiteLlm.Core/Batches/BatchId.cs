using System.Buffers.Text;
using System.Text;
using System.Text.RegularExpressions;

namespace AgentCore.LiteLlm.Batches;

/// <summary>The ids of batches, which LiteLLM's proxy rewrites so that they hold the model they were routed by.</summary>
internal static partial class BatchId
{
    /// <summary>Says whether two ids mean one batch, whichever of them a proxy rewrote.</summary>
    /// <param name="asked">The id that was asked for.</param>
    /// <param name="answered">The id that the answer has.</param>
    /// <returns>True when they do.</returns>
    public static bool AreOne(string asked, string answered) => asked == answered || FindProvidersOwn(asked) == FindProvidersOwn(answered);

    // "batch_" and base64 of "litellm:batch_abc;model,gpt-4o", or base64 of "litellm_proxy;model_id:…;llm_batch_id:batch_abc".
    private static string FindProvidersOwn(string id)
    {
        string encoded = id.StartsWith("batch_", StringComparison.Ordinal) ? id["batch_".Length..] : id;
        if (!Base64Url.IsValid(encoded.Replace('+', '-').Replace('/', '_')))
        {
            return id;
        }

        string text = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(encoded.Replace('+', '-').Replace('/', '_')));
        Match own = OwnId().Match(text);
        return own.Success ? own.Groups[1].Value : id;
    }

    [GeneratedRegex("^litellm(?:_proxy)?(?::|;(?:.*;)?llm_batch_id:)([^;,]+)", RegexOptions.CultureInvariant)]
    private static partial Regex OwnId();
}
