using System.Collections.Immutable;
using AgentCore.LiteLlm.Aws;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Network;
using AgentCore.LiteLlm.Routing;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.ToolServers.Connections;
using AgentCore.LiteLlm.Variables;

namespace AgentCore.LiteLlm.ToolServers.Settings;

/// <summary>Finds the gateway behind which a blueprint's tools are, and what proves to it who asks.</summary>
/// <param name="model">The model, whose blueprint says it.</param>
/// <param name="variables">Where variables are looked up.</param>
/// <param name="allowUnencrypted">Whether a credential may cross a network in clear text.</param>
internal sealed class GatewayExpansion(ResolvedModel model, IVariables variables, bool allowUnencrypted)
{
    /// <summary>The variable that holds the gateway's address where the blueprint says none.</summary>
    public const string Variable = "AGENTCORE_GATEWAY_URL";

    /// <summary>The name by which the gateway is known among tool servers.</summary>
    public const string Name = "gateway";

    private const string LiteLlmKey = "x-litellm-api-key";

    private readonly GatewayBlock _block = model.Blueprint.Gateway ?? new GatewayBlock();

    /// <summary>Gets how the gateway's address is written; null where there is no gateway.</summary>
    public string? Url => !string.IsNullOrWhiteSpace(_block.Url) ? _block.Url : variables.Find(Variable)?.Trim() is { Length: > 0 } url ? url : null;

    /// <summary>Finds the gateway's address.</summary>
    /// <param name="findings">Where findings go.</param>
    /// <returns>The address; null where a finding rules it out.</returns>
    public Uri? FindAddress(Findings findings)
    {
        VariableTemplate? template = VariableTemplate.Read(Url ?? "", out string? problem, out _);
        string? missing = null;
        if (template?.Expand(variables, out missing) is not { } text)
        {
            findings.Error(
                template is null ? DiagnosticCodes.TemplateInvalid : DiagnosticCodes.VariableNotSet, "gateway.url",
                problem ?? $"the environment variable '{missing}', which 'gateway.url' needs, is not set or empty.",
                missing is null ? "Write ${NAME}, or ${NAME:-default}." : $"Set {missing}.");
            return null;
        }

        Checked<Uri> read = EndpointAddress.Read(text);
        if (read.Value is not { } address)
        {
            findings.Error(
                DiagnosticCodes.BaseUrlInvalid, "gateway.url",
                read.Diagnostics[0].Message.Replace("the base URL", "the gateway's address", StringComparison.Ordinal),
                "Write the whole address, such as https://gateway.example.com/mcp.");
            return null;
        }

        return address.AbsolutePath.TrimEnd('/').EndsWith("/mcp", StringComparison.OrdinalIgnoreCase) ? address : EndpointAddress.Append(address, "/mcp");
    }

    /// <summary>Finds the gateway and its credentials: anew for each connection, since tokens expire.</summary>
    /// <param name="address">Its address.</param>
    /// <param name="transport">How the source of credentials is reached.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>The gateway.</returns>
    /// <exception cref="ToolServerException">There is nothing to prove with who asks.</exception>
    public async Task<ServerTarget.Web> FindAsync(Uri address, TransportOptions transport, TimeProvider time, CancellationToken cancellationToken)
    {
        ServerTarget.Web target = new() { Name = Name, Address = address, Shown = address.AbsoluteUri };
        switch (_block.AuthType)
        {
            case GatewayAuthType.CustomJwt:
                return WithHeader(target, new SecretHeader("Authorization", FindToken(), "Bearer "));
            case GatewayAuthType.AwsIam:
                return await WithSignerAsync(target, transport, time, cancellationToken).ConfigureAwait(false);
            default:
                // A LiteLLM proxy has its tools where it has its models: it gets the key that it gets anyway, in a header that it passes on to nobody.
                bool isProxy = address.GetLeftPart(UriPartial.Authority) == model.Address.GetLeftPart(UriPartial.Authority);
                SecretHeader? key = isProxy
                    ? model.SecretHeaders.FirstOrDefault(h => h.Name.Equals("Authorization", StringComparison.OrdinalIgnoreCase))
                    : null;
                return key is null ? target : WithHeader(target, key with { Name = LiteLlmKey });
        }
    }

    private ServerTarget.Web WithHeader(ServerTarget.Web target, SecretHeader header)
    {
        if (header.Value.FindHeaderProblem() is { } problem)
        {
            throw Refuse($"its token {problem}");
        }

        return !allowUnencrypted && EndpointAddress.IsUnencrypted(target.Address)
            ? throw Refuse("its token would cross the network in clear text: use https, or allow credentials to be sent in clear text.")
            : target with { Headers = [header], Secrets = [header.Value] };
    }

    private Secret FindToken()
    {
        string? name = _block.TokenVariable;
        string? token = name is null ? null : variables.Find(name)?.Trim();
        if (string.IsNullOrEmpty(token))
        {
            throw Refuse(name is null
                ? "'auth_type: custom_jwt' needs 'jwt_env_var'."
                : $"the environment variable '{VariableNames.Excerpt(name)}', which holds the token, is not set or empty.");
        }

        return new Secret(token.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? token[7..].Trim() : token);
    }

    private async Task<ServerTarget.Web> WithSignerAsync(
        ServerTarget.Web target, TransportOptions transport, TimeProvider time, CancellationToken cancellationToken)
    {
        string region = _block.Region ?? Find("AWS_DEFAULT_REGION") ?? Find("AWS_REGION") ?? FindRegion(target.Address)
            ?? throw Refuse("requests to it are signed for a region, and neither 'gateway.region' nor AWS_REGION names one.");
        try
        {
            AwsCredentials credentials = await new CredentialSource(variables, () => transport.ToHandler()).FindAsync(cancellationToken).ConfigureAwait(false);
            ImmutableArray<Secret> secrets = credentials.SessionToken is { } token ? [credentials.SecretAccessKey, token] : [credentials.SecretAccessKey];
            return target with { Signer = new RequestSigner(credentials, region, _block.ServiceName, time), Secrets = secrets };
        }
        catch (CredentialException e)
        {
            throw new ToolServerException(ServerProblem.Unauthorized, $"The gateway {target.Shown} cannot be asked: {e.Message}", e)
            {
                Advice = "Set the AWS variables, or write 'auth_type: none' or 'custom_jwt' under 'gateway' where it asks for no signature.",
            };
        }
    }

    // As AWS writes its own addresses: ...gateway.bedrock-agentcore.eu-central-1.amazonaws.com.
    private static string? FindRegion(Uri address) => address.Host.Split('.') is [.., var region, "amazonaws", "com"] ? region : null;

    private string? Find(string name) => variables.Find(name)?.Trim() is { Length: > 0 } value ? value : null;

    private static ToolServerException Refuse(string problem) => new(ServerProblem.Unauthorized, $"The gateway cannot be asked: {problem}");
}
