namespace AgentCore.LiteLlm.Messages;

/// <summary>What a message holds beside its text. The set is closed.</summary>
public abstract record ContentPart
{
    private ContentPart()
    {
    }

    /// <summary>More text.</summary>
    /// <param name="Text">The text.</param>
    public sealed record Words(string Text) : ContentPart
    {
        /// <inheritdoc/>
        public override string ToString() => "text";
    }

    /// <summary>A picture.</summary>
    /// <param name="Url">Its address, or the picture itself as a <c>data:</c> URL.</param>
    public sealed record Image(string Url) : ContentPart
    {
        /// <inheritdoc/>
        public override string ToString() => "image";
    }

    /// <summary>A document.</summary>
    /// <param name="Name">Its file name; null when there is none.</param>
    /// <param name="Data">The document as a <c>data:</c> URL; null when the endpoint has it.</param>
    /// <param name="Id">The endpoint's id of it, or its address; null when the data is here.</param>
    public sealed record File(string? Name, string? Data, string? Id) : ContentPart
    {
        /// <inheritdoc/>
        public override string ToString() => "file";
    }
}
