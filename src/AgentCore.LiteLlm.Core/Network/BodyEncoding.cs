namespace AgentCore.LiteLlm.Network;

/// <summary>How a body is compressed. The set is closed.</summary>
internal enum BodyEncoding
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>As gzip.</summary>
    Gzip,

    /// <summary>As deflate within zlib, which <c>deflate</c> means.</summary>
    Zlib,

    /// <summary>As deflate alone, which some servers mean by <c>deflate</c>.</summary>
    Deflate,

    /// <summary>As Brotli.</summary>
    Brotli,

    /// <summary>As Zstandard.</summary>
    Zstandard,
}
