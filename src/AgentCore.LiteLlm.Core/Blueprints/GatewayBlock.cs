using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Blueprints;

/// <summary>The <c>gateway</c> block: how the agent reaches its tools through AgentCore Gateway. This module reads it and does not act on it.</summary>
public sealed record GatewayBlock
{
    /// <summary>Gets the gateway's address; null means the variable <c>AGENTCORE_GATEWAY_URL</c>.</summary>
    public string? Url { get; init; }

    /// <summary>Gets how the agent proves itself; <see cref="GatewayAuthType.AwsIam"/> by default.</summary>
    public GatewayAuthType AuthType { get; init; } = GatewayAuthType.AwsIam;

    /// <summary>Gets the name of the environment variable that holds the user's token, for <see cref="GatewayAuthType.CustomJwt"/>.</summary>
    public string? JwtEnvVar { get => VariableNames.Shown(TokenVariable); init => TokenVariable = value; }

    /// <summary>Gets the name of the variable that holds the token, whatever it looks like.</summary>
    internal string? TokenVariable { get; private init; }

    /// <summary>Gets the AWS region that requests are signed for; null means the region of the environment.</summary>
    public string? Region { get; init; }

    /// <summary>Gets the AWS service that requests are signed for; <c>bedrock-agentcore</c> by default.</summary>
    public string ServiceName { get; init; } = "bedrock-agentcore";
}
