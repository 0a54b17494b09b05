using System.Collections;
using System.Collections.Immutable;
using System.Management.Automation;
using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using AgentCore.LiteLlm.Binding;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Network;
using AgentCore.LiteLlm.Routing;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>The base of cmdlets that reach the network: their transport parameters have the names and meanings of Invoke-RestMethod's.</summary>
public abstract class TransportCmdlet : AgentCmdlet
{
    /// <summary>Gets or sets headers to send beside those of the blueprint; their values are kept secret, and the header rules of blueprints hold for them too.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Headers { get; set; }

    /// <summary>Gets or sets the longest that making a connection may take, in seconds, from 1; 15 when not given.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue / 1000)]
    public int ConnectionTimeoutSeconds { get; set; } = 15;

    /// <summary>Gets or sets the proxy for every address but this machine's own, in place of the one that the environment names.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? Proxy { get; set; }

    /// <summary>Gets or sets the user and password for the proxy.</summary>
    [Parameter]
    [ValidateNotNull]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary>Gets or sets a value indicating whether the proxy is told who runs this process.</summary>
    [Parameter]
    public SwitchParameter ProxyUseDefaultCredentials { get; set; }

    /// <summary>Gets or sets a value indicating whether no proxy is used, not even one that the environment names.</summary>
    [Parameter]
    public SwitchParameter NoProxy { get; set; }

    /// <summary>Gets or sets the client certificate, with its private key.</summary>
    [Parameter]
    [ValidateNotNull]
    public X509Certificate2? Certificate { get; set; }

    /// <summary>Gets or sets the versions of TLS to offer, such as <c>Tls12</c> or <c>Tls13</c>; the system chooses when none is given.</summary>
    [Parameter]
    public SslProtocols SslProtocol { get; set; }

    /// <summary>Gets or sets a value indicating whether any certificate is taken for the endpoint's. Anyone between can then read keys and prompts.</summary>
    [Parameter]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary>Gets or sets a value indicating whether a key may cross a network unencrypted. To this machine itself it always may.</summary>
    [Parameter]
    public SwitchParameter AllowUnencryptedAuthentication { get; set; }

    /// <summary>Gets the headers of <see cref="Headers"/>; a value that is none ends the pipeline.</summary>
    private protected ImmutableArray<SecretHeader> ReadHeaders()
    {
        ImmutableArray<SecretHeader> headers = SecretArguments.ToHeaders(Headers, out string? unfit);
        if (unfit is not null)
        {
            ThrowTerminatingError(ErrorRecords.HeaderArgumentUnfit(unfit));
        }

        return headers;
    }

    /// <summary>Makes the transport's options; those that contradict each other end the pipeline.</summary>
    private protected TransportOptions ReadTransport()
    {
        if (NoProxy && (Proxy is not null || ProxyCredential is not null || ProxyUseDefaultCredentials))
        {
            ThrowTerminatingError(ErrorRecords.ProxyArgumentsContradict("-NoProxy leaves no use for the other proxy parameters."));
        }

        if (ProxyCredential is not null && ProxyUseDefaultCredentials)
        {
            ThrowTerminatingError(ErrorRecords.ProxyArgumentsContradict("Give -ProxyCredential or -ProxyUseDefaultCredentials, not both."));
        }

        if (Proxy is not null && (!Proxy.IsAbsoluteUri || Proxy.Scheme is not ("http" or "https" or "socks4" or "socks4a" or "socks5") || Proxy.UserInfo.Length > 0))
        {
            ThrowTerminatingError(ErrorRecords.ProxyArgumentInvalid());
        }

        NetworkCredential? proxy = ProxyCredential?.GetNetworkCredential();
        return new TransportOptions
        {
            ConnectLimit = TimeSpan.FromSeconds(ConnectionTimeoutSeconds),
            Proxy = Proxy,
            ProxyUser = proxy is null || string.IsNullOrEmpty(proxy.Domain) ? proxy?.UserName : $"{proxy.Domain}\\{proxy.UserName}",
            ProxyPassword = SecretArguments.ToSecret(ProxyCredential?.Password),
            UseDefaultProxyCredentials = ProxyUseDefaultCredentials,
            NoProxy = NoProxy,
            Certificate = Certificate,
            SslProtocols = SslProtocol,
            SkipCertificateCheck = SkipCertificateCheck,
        };
    }

    /// <summary>Leaves out warnings that are said again, as errors, by whatever decides whether the endpoint may be asked, or not at all where nothing leaves the process.</summary>
    /// <param name="result">A resolved model.</param>
    private protected static Checked<ResolvedModel> WithoutDoubles(Checked<ResolvedModel> result) => result with
    {
        Diagnostics = [.. result.Diagnostics.Where(f => f.Severity != DiagnosticSeverity.Warning || f.Code is not (DiagnosticCodes.ApiKeyNotSet or DiagnosticCodes.UnencryptedAuthentication))],
    };

    /// <summary>Warns when the endpoint's certificate is not looked at and the endpoint is not this machine.</summary>
    private protected void WarnOfSkippedCheck(Uri endpoint)
    {
        if (SkipCertificateCheck && !endpoint.IsLoopback)
        {
            WriteWarning($"The certificate of {endpoint.Host} is not checked: whoever stands between can read the key and the prompts.");
        }
    }
}
