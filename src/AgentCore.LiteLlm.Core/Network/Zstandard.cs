using ZstdSharp;
using ZstdSharp.Unsafe;

namespace AgentCore.LiteLlm.Network;

/// <summary>Unpacks Zstandard, which .NET does not know yet; what does is loaded when the first such body comes.</summary>
internal static class Zstandard
{
    // As large as what is sent over HTTP may ask for (RFC 9659): 8 MiB.
    private const int LargestWindow = 23;

    /// <summary>Packs what is written; the stream that is written to stays open.</summary>
    public static Stream Encode(Stream to) => new CompressionStream(to, leaveOpen: true);

    /// <summary>Unpacks a stream.</summary>
    public static Stream Decode(Stream sent)
    {
        DecompressionStream decoded = new(sent, leaveOpen: false);
        decoded.SetParameter(ZSTD_dParameter.ZSTD_d_windowLogMax, LargestWindow);
        return decoded;
    }
}
