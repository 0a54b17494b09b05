using System.Collections;
using System.Management.Automation;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using AgentCore.LiteLlm.Binding;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>The parameters of cmdlets that reach the network, with the names and meanings of Invoke-RestMethod's, and the thread on which they wait.</summary>
public abstract class TransportCmdlet : PSCmdlet, IDisposable
{
    /// <summary>
    /// Gets or sets headers to send beside those of the blueprint; their values are kept secret, and the header rules of blueprints hold for them too.
    /// </summary>
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

    /// <summary>Gets or sets the user and password for the proxy, be it the one given here or the one that the environment names.</summary>
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

    /// <summary>
    /// Gets or sets whom to trust in place of those whom the system trusts: certificates, or the path of a PEM or DER file with those of authorities or
    /// the endpoint's own.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [CertificateFile]
    [ArgumentCompleter(typeof(FileCompleter))]
    public X509Certificate2[]? CACertificate { get; set; }

    /// <summary>Gets or sets the versions of TLS to offer, such as <c>Tls12</c> or <c>Tls13</c>; the system chooses when none is given.</summary>
    [Parameter]
    public SslProtocols SslProtocol { get; set; }

    /// <summary>Gets or sets a value indicating whether any certificate is taken for the endpoint's. Anyone between can then read keys and prompts.</summary>
    [Parameter]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary>Gets or sets a value indicating whether a key may cross a network unencrypted. To this machine itself it always may.</summary>
    [Parameter]
    public SwitchParameter AllowUnencryptedAuthentication { get; set; }

    /// <summary>Gets the thread on which the cmdlet waits.</summary>
    internal PipelineThread PipelineThread { get; } = new();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => PipelineThread.Stop();

    /// <summary>Releases what the cmdlet holds.</summary>
    /// <param name="disposing">Whether managed state may be touched.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            PipelineThread.Dispose();
        }
    }
}
