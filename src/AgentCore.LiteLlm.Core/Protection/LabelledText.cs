namespace AgentCore.LiteLlm.Protection;

/// <summary>A text to protect, and what it is called where it stands.</summary>
/// <param name="Text">The text.</param>
/// <param name="Label">The name beside it, such as the key of a JSON value, which may tell what the text is; empty when it has none.</param>
/// <param name="IsEcho">
/// Whether the endpoint wrote it and wants it back as it was: it is not changed, only the placeholders in it are kept from being issued for
/// something else.
/// </param>
internal readonly record struct LabelledText(string Text, string Label = "", bool IsEcho = false);
