using System.Security.Cryptography;

namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>Bitcoin's older addresses: 25 bytes in base 58, the last four a hash of the rest.</summary>
internal static class Base58
{
    private const string Alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private const int Size = 25;

    /// <summary>Says whether a word is such an address.</summary>
    public static bool IsAddress(ReadOnlySpan<char> word)
    {
        Span<byte> bytes = stackalloc byte[Size];
        bytes.Clear();
        foreach (char c in word)
        {
            int carry = Alphabet.IndexOf(c, StringComparison.Ordinal);
            if (carry < 0)
            {
                return false;
            }

            for (int at = Size - 1; at >= 0; at--)
            {
                carry += 58 * bytes[at];
                bytes[at] = (byte)carry;
                carry >>= 8;
            }

            if (carry != 0)
            {
                return false;
            }
        }

        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(bytes[..21], hash);
        SHA256.HashData(hash, hash);
        return hash[..4].SequenceEqual(bytes[21..]);
    }
}
