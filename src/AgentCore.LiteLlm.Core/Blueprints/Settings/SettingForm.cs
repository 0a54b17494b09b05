namespace AgentCore.LiteLlm.Blueprints.Settings;

/// <summary>What a setting with members is in the file.</summary>
internal enum SettingForm
{
    /// <summary>A block: that it is there can mean something, though it says nothing.</summary>
    Block,

    /// <summary>A mapping of free names, which is empty where it is not there.</summary>
    Map,

    /// <summary>A list of blocks, each known by what names it; empty where it is not there.</summary>
    List,
}
