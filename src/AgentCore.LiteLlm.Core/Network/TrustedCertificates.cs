using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AgentCore.LiteLlm.Network;

/// <summary>The certificates that are trusted in place of the system's: those of authorities, or an endpoint's own. Two that hold the same are equal.</summary>
public sealed class TrustedCertificates : IEquatable<TrustedCertificates>
{
    private readonly X509Certificate2[] _certificates;
    private readonly string _prints;

    /// <summary>Initializes the set.</summary>
    /// <param name="certificates">The certificates; none means that nobody is trusted.</param>
    public TrustedCertificates(IEnumerable<X509Certificate2> certificates)
    {
        _certificates = [.. certificates];
        _prints = string.Join(' ', _certificates.Select(c => c.GetCertHashString(HashAlgorithmName.SHA256)).Order(StringComparer.Ordinal));
    }

    /// <inheritdoc/>
    public bool Equals(TrustedCertificates? other) => other is not null && string.Equals(_prints, other._prints, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TrustedCertificates);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_prints);

    /// <summary>Makes the policy by which chains are built.</summary>
    internal X509ChainPolicy ToPolicy()
    {
        X509ChainPolicy policy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(_certificates);
        return policy;
    }
}
