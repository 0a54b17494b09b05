namespace AgentCore.LiteLlm.Attachments;

/// <summary>Something that cannot be attached to a prompt.</summary>
/// <param name="message">Why, without its content.</param>
public sealed class AttachmentException(string message) : FormatException(message)
{
    /// <summary>Gets a value indicating whether it is an image, which was to be attached as a document.</summary>
    public bool IsImage { get; init; }
}
