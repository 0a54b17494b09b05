namespace AgentCore.LiteLlm.Blueprints;

/// <summary>What an agent's container is built for.</summary>
public enum RuntimePlatform
{
    /// <summary>Linux on ARM, <c>linux/arm64</c>: what AgentCore Runtime needs.</summary>
    LinuxArm64,

    /// <summary>Linux on x64, <c>linux/amd64</c>.</summary>
    LinuxAmd64,
}
