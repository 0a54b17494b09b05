namespace AgentCore.LiteLlm.Network;

/// <summary>What keeps a connection from being made, as far as something other than patience cures it.</summary>
internal enum ConnectionCause
{
    /// <summary>The proxy is not there.</summary>
    ProxyUnreachable,

    /// <summary>The proxy wants to know who calls.</summary>
    ProxyWantsCredentials,

    /// <summary>The proxy does not take the user and password that it was told.</summary>
    ProxyRefusesCredentials,

    /// <summary>The proxy opens no way to the endpoint.</summary>
    ProxyRefuses,

    /// <summary>The proxy is spoken to over TLS, and speaks none.</summary>
    ProxyNoTls,

    /// <summary>The proxy's certificate is for other names.</summary>
    ProxyCertificateOfOtherName,

    /// <summary>Nobody knows the endpoint's host by this name.</summary>
    HostUnknown,

    /// <summary>Nobody whom this machine trusts has signed the certificate.</summary>
    CertificateUntrusted,

    /// <summary>The certificate is for other names.</summary>
    CertificateOfOtherName,

    /// <summary>The certificate has expired, or does not hold yet.</summary>
    CertificateOutOfTime,

    /// <summary>The certificate cannot be taken for another reason.</summary>
    CertificateUnfit,

    /// <summary>What listens there speaks no TLS.</summary>
    NoTls,

    /// <summary>What listens there speaks TLS, and nothing that both sides know.</summary>
    TlsMismatch,

    /// <summary>What listens there does not speak HTTP in clear text.</summary>
    NoHttp,
}
