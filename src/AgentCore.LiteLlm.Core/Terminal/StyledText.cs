namespace AgentCore.LiteLlm.Terminal;

/// <summary>A piece of text that looks alike.</summary>
/// <param name="Text">The text.</param>
/// <param name="Style">How it looks.</param>
internal readonly record struct StyledText(string Text, TextStyle Style = TextStyle.None);
