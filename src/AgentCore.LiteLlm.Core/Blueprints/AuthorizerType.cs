namespace AgentCore.LiteLlm.Blueprints;

/// <summary>How callers of an agent prove themselves.</summary>
public enum AuthorizerType
{
    /// <summary>With a token of an OpenID provider, <c>custom_jwt</c>.</summary>
    CustomJwt,

    /// <summary>With a token of Amazon Cognito, <c>cognito_jwt</c>.</summary>
    CognitoJwt,

    /// <summary>With AWS credentials, <c>aws_iam</c>.</summary>
    AwsIam,
}
