using AgentCore.LiteLlm.Keys;

namespace AgentCore.LiteLlm.Blueprints.Reading;

/// <summary>The keys of the <c>gateway</c> block.</summary>
internal static class GatewayKeys
{
    public static readonly TextKey Url = new("url", "The gateway's address. Absent means the variable AGENTCORE_GATEWAY_URL.") { IsNullable = true };

    public static readonly ChoiceKey AuthType = new("auth_type", "How the agent proves itself to the gateway.", "aws_iam", "custom_jwt", "none");

    public static readonly TextKey JwtEnvVar = new("jwt_env_var", "The name of the environment variable that holds the user's token, for custom_jwt.")
    {
        IsNullable = true,
        Form = TextForm.VariableName,
    };

    public static readonly TextKey Region = new("region", "The AWS region that requests are signed for. Absent means the region of the environment.")
    {
        IsNullable = true,
    };

    public static readonly TextKey ServiceName = new("service_name", "The AWS service that requests are signed for.") { Default = "bedrock-agentcore" };

    public static readonly BlockShape Shape = new(Url, AuthType, JwtEnvVar, Region, ServiceName);

    /// <summary>Reads the block.</summary>
    /// <param name="block">The block.</param>
    /// <returns>What it says.</returns>
    public static GatewayBlock Read(BlockReader block) => new()
    {
        Url = block.Text(Url),
        AuthType = (GatewayAuthType)block.Choice(AuthType),
        JwtEnvVar = block.Text(JwtEnvVar),
        Region = block.Text(Region),
        ServiceName = block.RequiredText(ServiceName),
    };
}
