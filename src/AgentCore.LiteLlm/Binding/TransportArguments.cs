using System.Collections.Immutable;
using System.Management.Automation;
using System.Net;
using AgentCore.LiteLlm.Network;
using AgentCore.LiteLlm.Pipeline;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Binding;

/// <summary>Turns the transport parameters into how an endpoint is reached. What cannot be used ends the pipeline.</summary>
internal static class TransportArguments
{
    /// <summary>Reads the headers.</summary>
    /// <param name="given">The cmdlet that has the parameters.</param>
    public static ImmutableArray<SecretHeader> ReadHeaders(TransportCmdlet given)
    {
        ImmutableArray<SecretHeader> headers = SecretArguments.ToHeaders(given.Headers, out string? unfit);
        if (unfit is not null)
        {
            given.ThrowTerminatingError(ErrorRecords.HeaderArgumentUnfit(unfit));
        }

        return headers;
    }

    /// <summary>Reads the options of the transport, which must not contradict each other.</summary>
    /// <param name="given">The cmdlet that has the parameters.</param>
    public static TransportOptions Read(TransportCmdlet given)
    {
        if (FindProblem(given) is { } problem)
        {
            given.ThrowTerminatingError(problem);
        }

        NetworkCredential? proxy = given.ProxyCredential?.GetNetworkCredential();
        return new TransportOptions
        {
            ConnectLimit = TimeSpan.FromSeconds(given.ConnectionTimeoutSeconds),
            Proxy = given.Proxy,
            ProxyUser = proxy is null || string.IsNullOrEmpty(proxy.Domain) ? proxy?.UserName : $"{proxy.Domain}\\{proxy.UserName}",
            ProxyPassword = SecretArguments.ToSecret(given.ProxyCredential?.Password),
            UseDefaultProxyCredentials = given.ProxyUseDefaultCredentials,
            NoProxy = given.NoProxy,
            Certificate = given.Certificate,
            SslProtocols = given.SslProtocol,
            Trusted = given.CACertificate is { } trusted ? new TrustedCertificates(trusted) : null,
            SkipCertificateCheck = given.SkipCertificateCheck,
        };
    }

    /// <summary>Warns when the endpoint's certificate is not looked at and the endpoint is not this machine.</summary>
    /// <param name="given">The cmdlet that has the parameters.</param>
    /// <param name="endpoint">The endpoint.</param>
    public static void WarnOfSkippedCheck(TransportCmdlet given, Uri endpoint)
    {
        if (given.SkipCertificateCheck && !endpoint.IsLoopback)
        {
            given.Warn($"The certificate of {endpoint.Host} is not checked: whoever stands between can read the key and the prompts.");
        }
    }

    private static ErrorRecord? FindProblem(TransportCmdlet given) => given switch
    {
        { NoProxy.IsPresent: true } when given.Proxy is not null || given.ProxyCredential is not null || given.ProxyUseDefaultCredentials =>
            ErrorRecords.ProxyArgumentsContradict("-NoProxy leaves no use for the other proxy parameters."),
        { ProxyCredential: not null, ProxyUseDefaultCredentials.IsPresent: true } =>
            ErrorRecords.ProxyArgumentsContradict("Give -ProxyCredential or -ProxyUseDefaultCredentials, not both."),
        { CACertificate: not null, SkipCertificateCheck.IsPresent: true } =>
            ErrorRecords.CertificateArgumentsContradict(),
        { Proxy: { } proxy } when !IsProxy(proxy) => ErrorRecords.ProxyArgumentInvalid(),
        _ => null,
    };

    private static bool IsProxy(Uri address) =>
        address.IsAbsoluteUri && address.Scheme is "http" or "https" or "socks4" or "socks4a" or "socks5" && address.UserInfo.Length == 0;
}
