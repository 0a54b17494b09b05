using System.Security.Cryptography;
using System.Text;

namespace AgentCore.LiteLlm.Aws;

/// <summary>A signature of AWS's version 4 over one request, by the rules that AWS publishes.</summary>
internal static class Signature
{
    private const string Algorithm = "AWS4-HMAC-SHA256";
    private const string Unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";

    /// <summary>Signs a request.</summary>
    /// <param name="method">The method.</param>
    /// <param name="target">Path and query, as the request line has them.</param>
    /// <param name="headers">The headers that are signed; those of one name are joined in their order.</param>
    /// <param name="body">The exact body.</param>
    /// <param name="credentials">Whose signature it is.</param>
    /// <param name="scope">For what it holds.</param>
    /// <returns>The value of the header <c>Authorization</c>.</returns>
    public static string Sign(
        string method, string target, IEnumerable<KeyValuePair<string, string>> headers, ReadOnlySpan<byte> body,
        AwsCredentials credentials, SignatureScope scope)
    {
        (string Name, string Value)[] signed =
        [
            .. headers.GroupBy(h => h.Key.ToLowerInvariant(), StringComparer.Ordinal)
                .OrderBy(h => h.Key, StringComparer.Ordinal)
                .Select(same => (same.Key, string.Join(',', same.Select(h => Squeeze(h.Value))))),
        ];
        string names = string.Join(';', signed.Select(h => h.Name));
        int query = target.IndexOf('?', StringComparison.Ordinal);
        string canonical = string.Join('\n',
        [
            method,
            ToPath(query < 0 ? target : target[..query], scope.NormalizesPath),
            ToQuery(query < 0 ? "" : target[(query + 1)..]),
            .. signed.Select(h => $"{h.Name}:{h.Value}"),
            "",
            names,
            Hash(body),
        ]);
        string toSign = string.Join('\n', Algorithm, scope.Timestamp, scope.Text, Hash(Encoding.UTF8.GetBytes(canonical)));
        byte[] key = credentials.SecretAccessKey.Authenticate("AWS4", Encoding.UTF8.GetBytes(scope.Timestamp[..8]));
        foreach (string step in (string[])[scope.Region, scope.Service, "aws4_request", toSign])
        {
            byte[] next = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(step));
            CryptographicOperations.ZeroMemory(key);
            key = next;
        }

        return $"{Algorithm} Credential={credentials.AccessKeyId}/{scope.Text}, SignedHeaders={names}, Signature={Convert.ToHexStringLower(key)}";
    }

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static string ToPath(string path, bool normalizes)
    {
        IEnumerable<string> segments = path.Split('/').Skip(1);
        if (normalizes)
        {
            List<string> kept = [];
            foreach (string segment in segments.Where(s => s is not ("" or ".")))
            {
                if (segment != "..")
                {
                    kept.Add(segment);
                }
                else if (kept.Count > 0)
                {
                    kept.RemoveAt(kept.Count - 1);
                }
            }

            bool isFolder = path.EndsWith('/') || path.EndsWith("/.", StringComparison.Ordinal) || path.EndsWith("/..", StringComparison.Ordinal);
            segments = isFolder && kept.Count > 0 ? kept.Append("") : kept;
        }

        return "/" + string.Join('/', segments.Select(Encode));
    }

    // What a query holds is encoded once, whether or not it was; what a path holds is encoded again.
    private static string ToQuery(string query) => string.Join('&', query.Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split('=', 2))
        .Select(pair => (Name: Encode(Uri.UnescapeDataString(pair[0])), Value: Encode(Uri.UnescapeDataString(pair.Length > 1 ? pair[1] : ""))))
        .OrderBy(pair => pair.Name, StringComparer.Ordinal)
        .ThenBy(pair => pair.Value, StringComparer.Ordinal)
        .Select(pair => $"{pair.Name}={pair.Value}"));

    private static string Encode(string text)
    {
        StringBuilder encoded = new();
        foreach (byte one in Encoding.UTF8.GetBytes(text))
        {
            if (Unreserved.Contains((char)one, StringComparison.Ordinal))
            {
                encoded.Append((char)one);
            }
            else
            {
                encoded.Append('%').Append(one.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        return encoded.ToString();
    }

    private static string Squeeze(string value) => string.Join(' ', value.Split((char[])[' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
}
