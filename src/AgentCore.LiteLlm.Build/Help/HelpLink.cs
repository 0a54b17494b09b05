namespace AgentCore.LiteLlm.Build.Help;

/// <summary>Where to read on.</summary>
/// <param name="Text">What it is.</param>
/// <param name="Address">Its address; empty where the text is the name of another help topic.</param>
internal sealed record HelpLink(string Text, string Address);
