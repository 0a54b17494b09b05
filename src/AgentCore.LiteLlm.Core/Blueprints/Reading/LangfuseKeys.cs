using AgentCore.LiteLlm.Keys;

namespace AgentCore.LiteLlm.Blueprints.Reading;

/// <summary>The keys of the <c>observability.langfuse</c> block.</summary>
internal static class LangfuseKeys
{
    public static readonly BooleanKey Enabled = new("enabled", "Whether traces go to Langfuse.", true);

    public static readonly TextKey PublicKeyEnv = new("public_key_env", "The name of the environment variable that holds the Langfuse public key.")
    {
        Form = TextForm.VariableName,
        Default = "LANGFUSE_PUBLIC_KEY",
    };

    public static readonly TextKey SecretKeyEnv = new("secret_key_env", "The name of the environment variable that holds the Langfuse secret key.")
    {
        Form = TextForm.VariableName,
        Default = "LANGFUSE_SECRET_KEY",
    };

    public static readonly TextKey HostEnv = new("host_env", "The name of the environment variable that holds the address of the Langfuse host.")
    {
        Form = TextForm.VariableName,
        Default = "LANGFUSE_HOST",
    };

    public static readonly TextListKey Tags = new("tags", "The tags of every trace.");

    public static readonly BlockShape Shape = new(Enabled, PublicKeyEnv, SecretKeyEnv, HostEnv, Tags);

    /// <summary>Reads the block.</summary>
    /// <param name="block">The block.</param>
    /// <returns>What it says.</returns>
    public static LangfuseBlock Read(BlockReader block) => new()
    {
        Enabled = block.Boolean(Enabled),
        PublicKeyEnv = block.RequiredText(PublicKeyEnv),
        SecretKeyEnv = block.RequiredText(SecretKeyEnv),
        HostEnv = block.RequiredText(HostEnv),
        Tags = block.Texts(Tags),
    };
}
