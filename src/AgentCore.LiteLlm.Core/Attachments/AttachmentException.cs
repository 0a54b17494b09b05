namespace AgentCore.LiteLlm.Attachments;

/// <summary>Something that cannot be attached to a prompt.</summary>
/// <param name="message">Why, without its content.</param>
public sealed class AttachmentException(string message) : FormatException(message);
