using System.Management.Automation;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Pipeline;

namespace AgentCore.LiteLlm.Binding;

/// <summary>Takes the path of a file with certificates, PEM or DER, for what it holds.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class CertificateFileAttribute : ArgumentTransformationAttribute
{
    private const int LongestFile = 4 * 1024 * 1024;

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        ArgumentNullException.ThrowIfNull(engineIntrinsics);
        object? plain = inputData is null ? null : PlainValue.Of(inputData);
        return plain switch
        {
            string path => Read(new FilePaths(engineIntrinsics.SessionState), path),
            FileInfo file => Read(new FilePaths(engineIntrinsics.SessionState), file.FullName),
            X509Certificate2Collection several => several.ToArray(),
            object[] parts when parts.Any(p => PlainValue.Of(p) is string or FileInfo) =>
                parts.SelectMany(p => Transform(engineIntrinsics, p) is X509Certificate2[] read ? read : [(X509Certificate2)PlainValue.Of(p)]).ToArray(),
            _ => plain,
        };
    }

    private static X509Certificate2[] Read(FilePaths paths, string path)
    {
        try
        {
            byte[] bytes = InputFile.ReadHead(paths.Literal(path), LongestFile).ToArray();
            X509Certificate2Collection read = [];
            string text = System.Text.Encoding.Latin1.GetString(bytes);
            if (text.Contains("-----BEGIN", StringComparison.Ordinal))
            {
                read.ImportFromPem(text);
            }
            else
            {
                read.Add(X509CertificateLoader.LoadCertificate(bytes));
            }

            return read.Count > 0 ? [.. read] : throw Refused(path, "it holds no certificate");
        }
        catch (CryptographicException)
        {
            throw Refused(path, "it holds no certificate");
        }
        catch (FileException e)
        {
            throw Refused(path, e.Message.TrimEnd('.'));
        }
    }

    private static ArgumentTransformationMetadataException Refused(string path, string reason) =>
        new(TerminalText.Show($"'{path}' cannot be used: {reason}. Give a file of certificates, PEM or DER."));
}
