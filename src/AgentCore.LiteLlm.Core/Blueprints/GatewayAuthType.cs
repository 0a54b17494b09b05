namespace AgentCore.LiteLlm.Blueprints;

/// <summary>How the agent proves itself to its gateway.</summary>
public enum GatewayAuthType
{
    /// <summary>With AWS credentials (SigV4), <c>aws_iam</c>.</summary>
    AwsIam,

    /// <summary>With the user's token, <c>custom_jwt</c>.</summary>
    CustomJwt,

    /// <summary>Not at all, <c>none</c>.</summary>
    None,
}
