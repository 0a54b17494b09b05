namespace AgentCore.LiteLlm.Aws;

/// <summary>For what a signature holds.</summary>
/// <param name="Region">The region, such as <c>eu-central-1</c>.</param>
/// <param name="Service">The service, such as <c>bedrock-agentcore</c>.</param>
/// <param name="Time">When the request is made; the signature holds for some minutes.</param>
/// <param name="NormalizesPath">Whether <c>.</c>, <c>..</c> and empty segments are resolved, as for every service but S3.</param>
internal sealed record SignatureScope(string Region, string Service, DateTimeOffset Time, bool NormalizesPath = true)
{
    /// <summary>Gets the time as requests carry it.</summary>
    public string Timestamp => Time.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Gets the scope as signatures name it.</summary>
    public string Text => $"{Timestamp[..8]}/{Region}/{Service}/aws4_request";
}
