using AgentCore.LiteLlm.Keys;

namespace AgentCore.LiteLlm.Blueprints.Reading;

/// <summary>The keys of an entry of <c>tools</c> that names a tool of AWS.</summary>
internal static class BuiltinToolKeys
{
    public static readonly ChoiceKey Builtin = new("builtin", "A tool that AWS hosts.", "code_interpreter", "browser") { IsRequired = true };

    public static readonly TextKey Region = new("region", "The AWS region it runs in. Absent means the region of the environment.") { IsNullable = true };

    public static readonly ChoiceKey NetworkMode = new("network_mode", "Whether its sandbox reaches the internet.", "PUBLIC", "PRIVATE");

    public static readonly BlockShape Shape = new(Builtin, Region, NetworkMode) { Identity = [Builtin] };

    /// <summary>Reads the block.</summary>
    /// <param name="block">The block.</param>
    /// <returns>What it says.</returns>
    public static ToolBlock.Builtin Read(BlockReader block) => new()
    {
        Type = (BuiltinToolType)block.Choice(Builtin),
        Region = block.Text(Region),
        NetworkMode = (NetworkMode)block.Choice(NetworkMode),
    };
}
