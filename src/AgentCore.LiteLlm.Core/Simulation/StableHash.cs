using System.Globalization;

namespace AgentCore.LiteLlm.Simulation;

/// <summary>A fingerprint that is the same in every process; for names, never for security.</summary>
internal static class StableHash
{
    private const ulong Prime = 0x100000001b3;

    // SHA-256 would load the platform's cryptography library, which a cold start feels.
    public static string Of(ReadOnlySpan<byte> content)
    {
        ulong left = 0xcbf29ce484222325;
        ulong right = 0x84222325cbf29ce4;
        foreach (byte value in content)
        {
            left = (left ^ value) * Prime;
            right = (right + value + 1) * Prime;
            right ^= right >> 29;
        }

        return left.ToString("x16", CultureInfo.InvariantCulture) + right.ToString("x16", CultureInfo.InvariantCulture);
    }
}
